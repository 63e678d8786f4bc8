"""The Romanian words: the web's catalogue and every room's part, merged and compiled for Django.

Runs at build (the hatch hook calls `compile_catalogue`) and before the tests; `django.mo` is never committed.
Needs Babel, which the server itself does not.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "locale"


class WordsDisagree(Exception):
    """Two catalogues translate the same words differently; the message names words and files."""


def catalogue_files(language: str = "ro", *, locale: Path = LOCALE) -> list[Path]:
    """The web's catalogue first, then the parts of the rooms by name."""
    folder = locale / language
    return [folder / "LC_MESSAGES" / "django.po", *sorted((folder / "parts").glob("*.po"))]


def _messages_in(path: Path, language: str) -> Iterator[Message]:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    yield from (message for message in catalogue if message.id)


def merged_catalogue(language: str = "ro", *, locale: Path = LOCALE, strict: bool = True) -> Catalog:
    """All messages of a language in one catalogue; of words translated in two files the first stands.

    Raises WordsDisagree when it is strict and the two differ: the tests are, a build is not.
    """
    merged = Catalog(locale=language, charset="utf-8", project="Vatra")
    first_seen: dict[tuple[str, str | None], tuple[Path, Message]] = {}
    for path in catalogue_files(language, locale=locale):
        for message in _messages_in(path, language):
            singular = message.id[0] if isinstance(message.id, tuple | list) else message.id
            key = (singular, message.context)
            earlier = first_seen.setdefault(key, (path, message))
            if earlier[1] is not message and not _same(earlier[1], message):
                if not strict:
                    continue
                raise WordsDisagree(
                    f"“{singular}” is {earlier[1].string!r} in {earlier[0].name} and {message.string!r} in {path.name}"
                )
            merged.add(message.id, message.string, context=message.context, flags=message.flags)
    return merged


def _same(one: Message, other: Message) -> bool:
    return bool(one.string == other.string or (one.pluralizable and not other.pluralizable))


def compile_catalogue(locale: Path = LOCALE) -> list[Path]:
    """Write each language's `django.mo` when it is missing or differs; return the paths."""
    return [_compiled(folder.name, locale) for folder in sorted(locale.iterdir()) if (folder / "LC_MESSAGES").is_dir()]


def _compiled(language: str, locale: Path) -> Path:
    target = locale / language / "LC_MESSAGES" / "django.mo"
    words = BytesIO()
    write_mo(words, merged_catalogue(language, locale=locale, strict=False))
    if not target.exists() or target.read_bytes() != words.getvalue():
        fresh = target.with_name(f"django.mo.{os.getpid()}")
        fresh.write_bytes(words.getvalue())
        fresh.replace(target)  # whole or not at all: a server may be reading it
    return target


if __name__ == "__main__":
    compile_catalogue()
