"""What a member is to the head of the household, in words."""

from __future__ import annotations

from django.utils.translation import pgettext


def relation_in_words(code: str) -> str:
    """A member's relation to the head."""
    return {
        "head": pgettext("relation", "head of the household"), "partner": pgettext("relation", "partner"),
        "child": pgettext("relation", "child"), "parent": pgettext("relation", "parent of the head"),
        "grandparent": pgettext("relation", "grandparent"), "sibling": pgettext("relation", "brother or sister"),
        "foster": pgettext("relation", "child in foster care"), "other": pgettext("relation", "another relation"),
    }.get(code, code)
