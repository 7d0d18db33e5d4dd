"""The articles of a zip. Nothing is unpacked to the disk, and no size that the zip claims is trusted with
memory: a member is read up to found.SIZE_LIMIT bytes."""

import os
import re
import stat
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .found import SIZE_LIMIT, FileError, Found, found, overlooked, refuse

# News shrinks to a third or a fifth, a thousand times the same line to a hundredth; deflate ends at 1 : 1032.
RATIO = 100
"""Unpacked bytes for each packed one, from which a large enough member or zip counts as a bomb."""
MEMBER_FROM = 1_000_000
"""Unpacked bytes below which a member is never a bomb."""
ZIP_FROM = 100_000_000
"""Unpacked bytes below which a whole zip is never a bomb; members may share their packed bytes."""
ZIP_LIMIT = 10_000_000_000
"""Unpacked bytes from which a zip is refused whatever its ratio: some three million articles."""

_BROKEN = (BadZipFile, zlib.error, struct.error, EOFError, OSError, NotImplementedError, ValueError)
_DRIVE = re.compile(r"[A-Za-z]:")


def members(path: str) -> Iterator[Found]:
    """The files of the zip in name order; one Found that raises when the zip as a whole is refused."""
    try:
        archive = ZipFile(path)
    except PermissionError:
        yield found(path, os.path.basename(path), refuse("unreadable"))
        return
    except _BROKEN:
        yield found(path, os.path.basename(path), refuse("broken_zip"))
        return
    with archive:
        named = sorted(((_name(info), info) for info in archive.infolist()), key=lambda pair: pair[0])
        files = [(name, info) for name, info in named if not name.endswith("/")]
        if _is_bomb([info for name, info in files if not _verdict(name, info)], os.path.getsize(path)):
            yield found(path, os.path.basename(path), refuse("bomb"))
            return
        for name, info in files:
            yield _member(path, archive, name, info)


def _name(info: ZipInfo) -> str:
    """The member's name with slashes. Old zips do not say that a name is UTF-8; zipfile then reads code page
    437, which has the German umlauts where Windows writes them."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("utf-8")
    return name.replace("\\", "/")


def _member(path: str, archive: ZipFile, name: str, info: ZipInfo) -> Found:
    below = "/".join(part for part in name.split("/") if part not in ("", "."))
    code = _verdict(name, info)
    whole = f"{path}/{below}"
    if code in ("hidden", "extension"):
        return found(whole, below, _reader(archive, info), code)
    return found(whole, below, refuse(code) if code else _reader(archive, info))


def _verdict(name: str, info: ZipInfo) -> str:
    """The key of found.REASONS or found.IGNORED for a member that is not taken, else ""."""
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if name.startswith("/") or _DRIVE.match(name) or ".." in parts or "\0" in name or not parts:
        return "outside"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "link"
    if any(overlooked(part) == "hidden" for part in parts):
        return "hidden"
    if parts[-1].casefold().endswith(".zip"):
        return "nested_zip"
    if overlooked(parts[-1]):
        return "extension"
    if info.flag_bits & 0x1:
        return "encrypted"
    # Python unpacks the other methods without a limit to memory.
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        return "compression"
    if info.file_size > MEMBER_FROM and info.file_size > RATIO * info.compress_size:
        return "bomb"
    return "too_long" if info.file_size > SIZE_LIMIT else ""


def _is_bomb(infos: list[ZipInfo], packed: int) -> bool:
    """zipfile never hands out more than `file_size`, so the claimed sizes are an upper bound."""
    total = sum(info.file_size for info in infos)
    return total > ZIP_LIMIT or (total > ZIP_FROM and total > RATIO * packed)


def _reader(archive: ZipFile, info: ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        try:
            with archive.open(info) as member:
                data = member.read(SIZE_LIMIT + 1)
        except (*_BROKEN, RuntimeError) as error:
            raise FileError("broken_member") from error
        if len(data) > SIZE_LIMIT:
            raise FileError("too_long")
        return data

    return read
