from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"

    def ready(self) -> None:
        from . import copying, corrected, facets, recording

        recording.register()
        facets.register()
        copying.register_parts()
        corrected.register()
