from django.apps import AppConfig


class AnnotationsConfig(AppConfig):
    name = "annotations"

    def ready(self) -> None:
        from newsreader import taking_out
        from newsreader.releases import copying as release_copying
        from newsreader.search import front

        from . import copying, corrected, facets, recording
        from .filtering import words
        from .models import Showing, Suggestion, SuggestionRun

        recording.register()
        facets.register()
        copying.register_parts()
        corrected.register()
        front.register(words.MARKS, words.fill)
        taking_out.NO_WORK.add(Suggestion)
        release_copying.LEFT_BEHIND.update({Showing, SuggestionRun})
