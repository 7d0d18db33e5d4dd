from django.apps import AppConfig


class NewsreaderConfig(AppConfig):
    name = "newsreader"

    def ready(self) -> None:
        from . import recording

        recording.register()
