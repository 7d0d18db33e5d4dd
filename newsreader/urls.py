"""Every address. A project's pages are below /p/SLUG/; the annotations wing adds its own there."""

from django.urls import URLPattern, URLResolver, include, path

from .views import (
    accounts,
    article,
    backup,
    blocks,
    details,
    history,
    imports,
    invitation,
    listing,
    many,
    members,
    projects,
    purge,
    rules,
    settings,
    texts,
)

# 503 for what may pass by itself, 500 for the rest.
handler400 = "newsreader.limits.bad_request"
handler500 = "newsreader.faults.server_error"

project_urls: list[URLPattern | URLResolver] = [
    path("", projects.project, name="project"),
    path("articles/", listing.articles, name="articles"),
    path("articles/corrections/", many.correct, name="correct-many"),
    path("articles/<uuid:uid>/", article.article, name="article"),
    path("articles/<uuid:uid>/original/", article.original, name="original"),
    path("articles/<uuid:uid>/reading/", article.reading, name="reading"),
    path("articles/<uuid:uid>/state/", article.state, name="state"),
    path("articles/<uuid:uid>/undo/", history.undo_here, name="undo-here"),
    path("articles/<uuid:uid>/redo/", history.redo_here, name="redo-here"),
    path("articles/<uuid:uid>/details/", details.edit, name="details"),
    path("articles/<uuid:uid>/blocks/", blocks.edit, name="blocks"),
    path("articles/<uuid:uid>/history/", history.of_article, name="article-history"),
    path("articles/<uuid:uid>/text/", texts.edit, name="text"),
    path("articles/<uuid:uid>/versions/", texts.versions, name="versions"),
    path("articles/<uuid:uid>/versions/<int:version>/", texts.version, name="version"),
    path("articles/<uuid:uid>/purge/", purge.article, name="article-purge"),
    path("history/", history.history, name="history"),
    path("history/<uuid:uid>/", history.change_set, name="change-set"),
    path("import/", imports.imports, name="imports"),
    path("import/files/", imports.files, name="import-files"),
    path("import/text/", imports.text, name="import-text"),
    path("import/<uuid:uid>/", imports.run, name="import"),
    path("import/<uuid:uid>/stop/", imports.stop, name="import-stop"),
    path("import/<uuid:uid>/continuation/", imports.go_on, name="import-continuation"),
    path("members/", members.members, name="members"),
    path("members/leaving/", members.leave, name="leaving"),
    path("members/<uuid:uid>/role/", members.role, name="member-role"),
    path("members/<uuid:uid>/removal/", members.remove, name="member-removal"),
    path("invitations/", members.invite, name="invitations"),
    path("invitations/<uuid:uid>/withdrawal/", members.withdraw, name="invitation-withdrawal"),
    path("rules/", rules.newer, name="rules"),
    path("settings/", settings.settings, name="settings"),
    path("settings/name/", settings.name, name="settings-name"),
    path("settings/visibility/", settings.visibility, name="settings-visibility"),
    path("settings/additions/", settings.additions, name="settings-additions"),
    path("settings/archive/", settings.archive, name="settings-archive"),
    path("backup/", backup.backup, name="backup"),
    path("purge/", purge.project, name="purge"),
    path("", include("annotations.urls")),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", projects.home, name="home"),
    path("sign-in/", accounts.sign_in, name="sign-in"),
    path("sign-in/<str:token>/", accounts.sign_in_link, name="sign-in-link"),
    path("sign-out/", accounts.sign_out, name="sign-out"),
    path("password/", accounts.password, name="password"),
    path("preferences/", accounts.preferences, name="preferences"),
    path("invitation/", invitation.join, name="join"),
    path("invitation/<str:token>/", invitation.invitation, name="invitation"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.create, name="project-new"),
    path("help/", projects.help_page, name="help"),
    path("p/<slug:slug>/", include(project_urls)),
]
