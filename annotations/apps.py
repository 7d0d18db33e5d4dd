from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"

    def ready(self) -> None:
        from newsreader.search import front

        from . import copying, corrected, facets, recording
        from .filtering import words

        recording.register()
        facets.register()
        copying.register_parts()
        corrected.register()
        front.register(words.MARKS, words.fill)
