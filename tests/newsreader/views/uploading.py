"""What a lead sends to the pages of the import, and what those show."""

import io
import zipfile
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from newsreader.models import ImportRun, Membership
from tests.factories import client_of

TEXT = "Die Brücke über die Ahle bleibt gesperrt\n\nDie Prüfung dauert länger als gedacht, sagte Änne Groß.\n"


def url(member: Membership, name: str, *args: object) -> str:
    return reverse(name, args=[member.project.slug, *args])


def text_file(name: str, text: str = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode())


def zip_file(name: str = "korpus.zip", **texts: str) -> SimpleUploadedFile:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for path, text in texts.items():
            archive.writestr(f"ordner/{path}.txt", text)
    return SimpleUploadedFile(name, data.getvalue())


def upload(member: Membership, *files: SimpleUploadedFile, **values: Any) -> Any:
    data = {"uploads": list(files), "language": "de", **values}
    return client_of(member).post(url(member, "import-files"), data)


def uploaded(member: Membership, *files: SimpleUploadedFile, **values: Any) -> ImportRun:
    assert upload(member, *files, **values).status_code == 302
    return ImportRun.objects.latest("pk")


def shown(member: Membership, run: ImportRun) -> str:
    response = client_of(member).get(url(member, "import", run.uid))
    assert response.status_code == 200
    return str(response.content.decode())


def paste(member: Membership, **values: str) -> Any:
    return client_of(member).post(url(member, "import-text"), {"language": "de", "text": TEXT, **values})
