"""Opening what a person hands in: limits before parsing, kinds by content, encodings, archives.

Nothing is written to disk and nothing outside the file is read, whatever it says.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext_lazy as _

from vatra.base.decoding import text_of
from vatra.exchange.submissions import SubmissionRefused

LARGEST = 60_000_000  # bytes of a file
LARGEST_UNPACKED = 120_000_000  # bytes of all files of an archive
MOST_PACKED = 2_000  # files of an archive
DENSEST = 200  # times that an archive may grow
KINDS = (".csv", ".xml", ".json")


@dataclass(frozen=True, slots=True)
class Given:
    """One file handed in, its content as text."""

    name: str
    kind: str  # csv, xml, json
    text: str


def opened(paths: list[Path]) -> Iterator[Given | tuple[str, SubmissionRefused]]:
    """Every file in turn, archives unpacked; or the name of a file and why it is refused."""
    for path in paths:
        try:
            yield from _opened(path)
        except SubmissionRefused as refusal:
            yield path.name, refusal
        except (OSError, zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, EOFError):
            damaged = _("The file cannot be read: it is damaged or locked.")
            yield path.name, SubmissionRefused(damaged, code="unreadable")


def _opened(path: Path) -> Iterator[Given]:
    if path.stat().st_size > LARGEST:
        raise SubmissionRefused(
            _("The file is larger than %(most)s MB: export fewer submissions at a time."),
            code="too_large", most=LARGEST // 1_000_000,
        )
    with path.open("rb") as file:
        start = file.read(8)
    if start.startswith(b"PK"):
        yield from _unpacked(path)
    else:
        yield _given(path.name, path.read_bytes())


def _unpacked(path: Path) -> Iterator[Given]:
    """The files of an archive; a spreadsheet is one too, and is sent back."""
    with zipfile.ZipFile(path) as archive:
        infos = [info for info in archive.infolist() if not info.is_dir()]
        names = {info.filename for info in infos}
        if "[Content_Types].xml" in names or "mimetype" in names:
            raise SubmissionRefused(
                _("This is a spreadsheet: export as CSV, with names (XML values and headers) instead of labels."),
                code="spreadsheet",
            )
        if len(infos) > MOST_PACKED or sum(info.file_size for info in infos) > LARGEST_UNPACKED:
            raise SubmissionRefused(_("The archive unpacks to too much."), code="archive_bomb")
        if sum(info.file_size for info in infos) > DENSEST * max(path.stat().st_size, 1):
            raise SubmissionRefused(_("The archive unpacks to too much."), code="archive_bomb")
        for info in sorted(infos, key=lambda one: one.filename):
            name = PurePosixPath(info.filename.replace("\\", "/"))
            if name.suffix.lower() in KINDS and "media" not in name.parts[:-1]:
                with archive.open(info) as file:
                    yield _given(f"{path.name}/{name.name}", file.read(LARGEST + 1))


def _given(name: str, content: bytes) -> Given:
    if len(content) > LARGEST:
        raise SubmissionRefused(_("The archive unpacks to too much."), code="archive_bomb")
    text = decoded(content)
    if not text.strip():
        raise SubmissionRefused(_("The file is empty."), code="empty")
    start = text.lstrip()[:1]
    kind = "xml" if start == "<" else "json" if start in "[{" else "csv"
    return Given(name, kind, text)


def decoded(content: bytes) -> str:
    """The text; one in no encoding that is known is refused rather than guessed: names must not be damaged."""
    text = text_of(content)
    if text is None:
        raise SubmissionRefused(
            _("The file is written in an encoding that is not known: save it as CSV UTF-8 and try again."),
            code="unknown_encoding",
        )
    return text
