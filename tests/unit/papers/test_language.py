"""A paper speaks its own language throughout, whatever the screen speaks from which it is printed."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from tests.unit.care.village import uuid
from tests.unit.papers import family
from tests.unit.papers.reading import text_of
from vatra.papers import queries as papers

pytestmark = [pytest.mark.django_db]


def _letter(ana: Any, language: str) -> str:
    return text_of(papers.paper_of_referral(
        uuid(family.HOUSE), family.the_referral(), by=ana, on=family.ON, language=language))


def test_a_letter_printed_from_an_english_screen_names_its_service_in_romanian(db: None) -> None:
    ana = family.made_family()
    family.lived(ana)
    with override("ro"):
        romanian, english = _letter(ana, "ro"), _letter(ana, "en")
    assert romanian != english
    with override("en"):
        assert (_letter(ana, "ro"), _letter(ana, "en")) == (romanian, english)
