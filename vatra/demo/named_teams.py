"""Cases whose team was named, so that a newcomer sees for whom a message waits and who is offered to come along.

Told after everything else, and changes nothing that is counted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random
from typing import Any

from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.demo.signals import LEAVE
from vatra.demo.teamwork import is_open

BESIDE = ("community_nurse", "school_mediator", "school_counsellor")  # professions that join the lead
MOST = 3
CLOSING = frozenset({"merge_households", "ask_to_close", "agree_to_close"})


def named_teams(
    told: Sequence[list[Act]], *, seed: str, last: date, team: Mapping[str, Sequence[Any]]
) -> list[list[Act]]:
    """The teams of a few open cases of one local authority, each a story about a household that others tell of."""
    rng = Random(f"{seed}/teams")
    members = [str(team[role][0].uuid) for role in BESIDE if team.get(role)][:2]
    opened = [story for story in told if story and story[0].household and is_open(story)
              and not any(act.kind in LEAVE or act.kind in CLOSING for act in story)]
    if not members:
        return []
    return [
        [Act(derived_uuid(story[0].household, "team named"), "name_team", story[0].household, last, payload={
            "members": members, "note": "Ne vedem în fiecare luni dimineață."})]
        for story in rng.sample(opened, min(MOST, len(opened)))
    ]
