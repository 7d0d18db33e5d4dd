"""The addresses of marks, speakers, tags and exports, below /p/SLUG/."""

from django.urls import path

from .views import annotation, export, history, options, review, scheme, spans, speaker, tag, whole

urlpatterns = [
    path("articles/<uuid:article_uid>/annotations/", annotation.create, name="annotations"),
    path("articles/<uuid:uid>/whole/", whole.of_article, name="whole"),
    path("articles/<uuid:uid>/review/", review.of_article, name="article-review"),
    path("annotations/<uuid:uid>/", annotation.edit, name="annotation"),
    path("annotations/<uuid:uid>/spans/", spans.toggle, name="annotation-spans"),
    path("annotations/<uuid:uid>/edge/", spans.move_edge, name="annotation-edge"),
    path("annotations/<uuid:uid>/split/", spans.split, name="annotation-split"),
    path("annotations/<uuid:uid>/join/", spans.join, name="annotation-join"),
    path("annotations/<uuid:uid>/settlement/", review.settle, name="annotation-settlement"),
    path("annotations/<uuid:uid>/removal/", annotation.remove, name="annotation-removal"),
    path("annotations/<uuid:uid>/history/", history.annotation, name="annotation-history"),
    path("options/speakers/", options.speakers, name="speaker-options"),
    path("options/tags/", options.tags, name="tag-options"),
    path("speakers/", speaker.speakers, name="speakers"),
    path("speakers/new/", speaker.create, name="speaker-new"),
    path("speakers/<uuid:uid>/", speaker.speaker, name="speaker"),
    path("speakers/<uuid:uid>/edit/", speaker.edit, name="speaker-edit"),
    path("speakers/<uuid:uid>/history/", history.speaker, name="speaker-history"),
    path("codebook/", tag.tags, name="tags"),
    path("codebook/new/", tag.create, name="tag-new"),
    path("codebook/<uuid:uid>/", tag.tag, name="tag"),
    path("codebook/<uuid:uid>/edit/", tag.edit, name="tag-edit"),
    path("codebook/<uuid:uid>/history/", history.tag, name="tag-history"),
    path("review/", review.review, name="review"),
    path("settings/annotations/", scheme.scheme, name="scheme"),
    path("export/", export.export, name="export"),
    path("export/annotations.<str:kind>", export.download, name="export-download"),
]
