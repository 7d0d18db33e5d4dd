"""Static files under names that change with their content, so that a browser may keep them for good."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """The modules that a script imports are renamed too; Django leaves that off by default."""

    support_js_module_import_aggregation = True


class StaticFiles(StaticFilesConfig):
    """Collects what is served. Of django-htmx that is htmx 2 alone; its extensions import modules that are
    not there, which the renaming would trip over."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "htmax-4*"]
