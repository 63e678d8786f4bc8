"""Romanian is complete, alive and written as Romanians write it."""

from __future__ import annotations

import re

import pytest

from tests.repository.words_used import words_used
from vatra.config.words import catalogue_files, merged_catalogue

PLACE = re.compile(r"%\((\w+)\)[sd]|%%|%[sd]")
# Words of Django itself that we say in our own way.
OF_DJANGO: set[tuple[str | None, str]] = set()


@pytest.fixture(scope="module")
def used():
    return words_used()


@pytest.fixture(scope="module")
def catalogue():
    return merged_catalogue(strict=False)


def _key(message):
    return message.context, message.id[0] if isinstance(message.id, tuple | list) else message.id


def test_every_message_has_a_romanian_translation(used, catalogue):
    said = {_key(message) for message in catalogue if message.id and not message.fuzzy
            and all(message.string if isinstance(message.string, tuple | list) else [message.string])}
    missing = [asked for asked in used if (asked.context, asked.singular) not in said]
    assert not sorted(f"{used[asked]}: {asked.singular}" for asked in missing)


def test_no_romanian_translation_is_of_words_that_nobody_uses(used, catalogue):
    asked = {(each.context, each.singular) for each in used} | OF_DJANGO
    assert not sorted(_key(message)[1] for message in catalogue if message.id and _key(message) not in asked)


def test_two_catalogues_translate_the_same_words_alike():
    merged_catalogue(strict=True)


def test_a_plural_has_its_three_romanian_forms(used, catalogue):
    forms = {_key(message): message.string for message in catalogue if message.id}
    wrong = [asked.singular for asked in used if asked.plural
             and not (isinstance(forms.get((asked.context, asked.singular)), tuple)
                      and len(forms[asked.context, asked.singular]) == 3)]
    assert not wrong


def test_a_translation_fills_the_same_places(catalogue):
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        words = list(message.id) if isinstance(message.id, tuple | list) else [message.id]
        strings = list(message.string) if isinstance(message.string, tuple | list) else [message.string]
        places = [set(PLACE.findall(text)) for text in words]
        if any(set(PLACE.findall(text)) - set.union(*places) for text in strings) or (
            len(strings) == 1 and set(PLACE.findall(strings[0])) != places[0]
        ):
            wrong.append(words[0])
    assert not wrong


def test_the_catalogues_use_comma_below_letters():
    assert not [path.name for path in catalogue_files() if re.search("[şţŞŢ]", path.read_text("utf-8"))]
