"""Referrals of the last weeks in every state, so that a newcomer meets each of them; and needs that nobody meets.

Told after the stories, by a chance of their own, about households in which nothing happened lately: nothing of the
stories changes. The family doctor and the county's office, which no public register knows, are added to the directory
first, as a head of the service would; the doctor answers by the link of the letter, as an account of the practice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

from vatra.base.ids import derived_uuid
from vatra.demo.acts import Act
from vatra.demo.signals import LEAVE

QUIET = 40  # days in which nothing happened in a household
DOCTOR = "Cabinet medical individual de medicină de familie"
OFFICE = "Serviciul de evaluare complexă a copilului, Bacău"
LAW = {"basis": "legal_duty", "names": "initials", "phone": "0234 000 111"}
CONSENT = {"basis": "consent", "agreed_with": "mama", "names": "full", "phone": "0234 000 111"}
# of each: the service, whether to the doctor, days before the last on which it was sent, and what followed:
# (days before the last, kind, what was said)
Follows = tuple[tuple[int, str, dict[str, Any]], ...]
TOLD: tuple[tuple[str, bool, int, dict[str, Any], Follows], ...] = (
    ("N01", True, 2, CONSENT, ()),
    ("W15", False, 11, LAW, ()),
    ("W15", False, 24, LAW, ()),
    ("N07", True, 5, CONSENT, ((3, "answer_referral", {"answer": "acknowledged", "who": "asistenta cabinetului"}),)),
    ("N02", True, 9, CONSENT, ((1, "answer_referral", {"answer": "appointment", "words": "Cu carnetul."}),)),
    ("W15", False, 20, LAW, ((12, "record_referral_outcome", {"outcome": "waiting_list", "told_by": "provider"}),)),
    ("N07", True, 25, CONSENT, ((20, "answer_referral", {"answer": "acknowledged"}),
                                (6, "answer_referral", {"answer": "started"}))),
    ("N01", True, 30, CONSENT, ((4, "answer_referral", {"answer": "helped", "words": "Înscris pe listă."}),)),
    ("N07", True, 28, CONSENT, ((10, "answer_referral", {"answer": "did_not_come"}),)),
    ("N07", True, 18, CONSENT, ((8, "answer_referral", {"answer": "not_ours", "words": "Este pe altă listă."}),)),
    ("W15", False, 15, CONSENT, ((7, "withdraw_consent", {"by_whom": "mama"}),)),
    ("W15", False, 16, LAW, ((9, "record_referral_outcome", {"outcome": "refused", "told_by": "family"}),)),
)
UNMET = (("W16", "no_provider", "Cel mai apropiat centru este la Iași."), ("W17", "no_provider", ""),
         ("E11", "waiting_list", "Lista psihologului este de patru luni."),
         ("W18", "turned_away", "Centrul este plin."))


def doctor_of(seed: str) -> str:
    """The code of the practice that a place's directory is given."""
    return f"local-{derived_uuid(seed, 'doctor')}"


def referrals(
    told: Sequence[list[Act]], *, seed: str, last: date, villages: Sequence[tuple[int, int]], by: str
) -> list[list[Act]]:
    """Those of one local authority: the directory's two new providers, then the last pages of households' stories.

    `by`: the role of who adds the providers.
    """
    rng = Random(f"{seed}/referrals")
    quiet = [story for story in told if story and not any(act.kind in LEAVE for act in story)
             and max(act.on for act in story) <= last - timedelta(days=QUIET)]
    chosen = rng.sample(quiet, min(len(TOLD) + len(UNMET) + 1, len(quiet)))
    for story, (service, doctor, ago, sharing, follows) in zip(chosen, TOLD, strict=False):
        to = doctor_of(seed) if doctor else f"local-{derived_uuid(seed, 'office')}"
        sent = _about(story, "send_referral", last - timedelta(days=ago), {
            "service": service, "institution": to, "sharing": sharing, "note": "Vă rugăm să ne răspundeți prin link.",
        })
        story += [sent, *(_followed(story, sent, last, one, doctor) for one in follows)]
    for story, (service, reason, note) in zip(chosen[len(TOLD):], UNMET, strict=False):
        story.append(_about(story, "record_unmet_need", last - timedelta(days=rng.randrange(1, 30)), {
            "service": service, "reason": reason, "note": note}))
    for story in chosen[len(TOLD) + len(UNMET):]:
        story.append(_about(story, "draft_referral", last, {"service": "N01", "institution": doctor_of(seed)}))
    return [[_described(seed, name, last, villages[0][0], by)] for name in ("doctor", "office")]


def _about(story: list[Act], kind: str, on: date, payload: dict[str, Any]) -> Act:
    child = next((UUID(one["uuid"]) for one in story[0].payload.get("members", ()) if one["relation"] == "child"), None)
    of_child = {"person": str(child)} if child else {}
    return Act(derived_uuid(story[0].uuid, kind, "lately"), kind, story[0].household, on, person=child,
               payload={**payload, **of_child})


def _followed(
    story: list[Act], sent: Act, last: date, followed: tuple[int, str, dict[str, Any]], doctor: bool
) -> Act:
    ago, kind, said = followed
    on = last - timedelta(days=ago)
    payload: dict[str, Any] = {"referral": str(sent.uuid), **said}
    if said.get("answer") == "appointment":
        payload["appointment"] = {"on": (last + timedelta(days=6)).isoformat(), "at": "09:30", "place": "la cabinet"}
    role = "partner" if kind == "answer_referral" and doctor else "social_worker"
    return Act(derived_uuid(sent.uuid, kind, ago), kind, story[0].household, on, role, sent.person, payload)


def _described(seed: str, name: str, last: date, village: int, by: str) -> Act:
    """A provider that the public registers do not know, and what it can help with."""
    doctor = name == "doctor"
    payload = {
        "new": {"kind": "clinic" if doctor else "provider", "name": DOCTOR if doctor else OFFICE, "village": village},
        "told_by": "primăria, din evidența proprie", "phone": "0234 000 222" if doctor else "0234 000 333",
        "hours": "luni-vineri, 8-14", "services": ["N01", "N02", "N07"] if doctor else ["W15"],
        "area": "comuna" if doctor else "tot județul",
    }
    return Act(derived_uuid(seed, name), "describe_provider", None, last - timedelta(days=60), by, payload=payload)
