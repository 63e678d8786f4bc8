"""Which findings make the level of whom.

A child's level counts its own findings, those of the household and the adults' findings of the
others it lives with; the household's counts all; anybody else's only their own. A finding that a
worker rejected does not count, one that a worker added does.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from vatra.method.program import LEVELS as ORDER
from vatra.method.program import level_of as composite_level

__all__ = ["ADULT", "CHILD", "HOUSEHOLD", "ORDER", "composite_level", "severities_by_subject"]

HOUSEHOLD, CHILD, ADULT = "household", "child", "adult"


def severities_by_subject(
    kinds: Mapping[UUID, str], own: Mapping[UUID, Mapping[str, int]], of_adults: Collection[str]
) -> dict[UUID, list[int]]:
    """The severities that count for each subject of one household.

    `kinds` = {subject: household|child|adult}; `own` = {subject: {vulnerability: severity}};
    `of_adults` = the vulnerabilities of adults, which count for the children around them.
    """
    counted = {}
    for subject, kind in kinds.items():
        if kind == HOUSEHOLD:
            counted[subject] = [severity for found in own.values() for severity in found.values()]
            continue
        counted[subject] = list(own.get(subject, {}).values())
        if kind == CHILD:
            for other, found in own.items():
                if kinds.get(other) == HOUSEHOLD:
                    counted[subject] += found.values()
                elif other != subject:
                    counted[subject] += [severity for code, severity in found.items() if code in of_adults]
    return counted
