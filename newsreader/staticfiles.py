"""Static files under names that change with their content, so that a browser may keep them for good."""

from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.contrib.staticfiles.apps import StaticFilesConfig
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage

from .joining import join_modules, join_sheets

JOINED = {
    "js/frame.js": join_modules,
    "js/reader.js": join_modules,
    "css/all.css": join_sheets,
}
"""What is served as one file with all that it imports."""

Paths = dict[str, tuple[Storage, str]]


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """The modules that a script imports are renamed too; Django leaves that off by default."""

    support_js_module_import_aggregation = True

    def post_process(self, paths: Paths, dry_run: bool = False, **options: Any) -> Iterator[Any]:
        yield from super().post_process(with_joined(paths), dry_run, **options)


def with_joined(paths: Paths) -> Paths:
    """The sources of static files by name, with JOINED in the place of what they are joined from."""
    memory = InMemoryStorage()
    for name, join in JOINED.items():
        first = PurePosixPath(name)
        joined = join(first.name, partial(_source, paths, first.parent))
        memory.save(name, ContentFile(joined.encode()))
    return paths | {name: (memory, name) for name in JOINED}


def _source(paths: Paths, folder: PurePosixPath, name: str) -> str:
    storage, path = paths[str(folder / name)]
    with storage.open(path, "rb") as file:
        return bytes(file.read()).decode()


class StaticFiles(StaticFilesConfig):
    """Collects what is served. Of django-htmx that is htmx 2 alone; its extensions import modules that are
    not there, which the renaming would trip over."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "htmax-4*"]
