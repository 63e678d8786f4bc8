"""The village has a council: members, a meeting to come, and families whose cases do not move."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone

from tests.unit.web import village
from tests.unit.web.village import HERE, THERE, uuid
from vatra.register.entries import Draft

MEMBERS = {"preot": ("Vasile Preda", "priest"), "directoare": ("Lucia Dobre", "teacher"),
           "medic": ("Radu Neagu", "doctor")}


def made_member_account(username: str = "preot", commune: int = HERE, name: str = "Vasile Preda") -> None:
    """The account of a member of the council."""
    worker = apps.get_model("access.Worker")(uuid=uuid(username), username=username, full_name=name,
                                             password=village._hashed())
    worker.save()
    apps.get_model("access.RoleHeld").objects.create(
        uuid=uuid(f"role/{username}"), worker=worker, role="council_member", commune_id=commune, county_id=None,
        since=date(2020, 1, 1),
    )


def said(kind: str, name: str, payload: dict[str, Any], *, on: date | None = None, commune: int = HERE) -> Draft:
    """An entry of the council; `name` is what its uuid is of."""
    one = replace(village._sealed(kind, name, payload, on or timezone.localdate(), commune), household=None)
    return replace(one, uuid=uuid(name))


def founded(commune: int = HERE, name: str = "council", on: date | None = None) -> Draft:
    """The founding, some months ago."""
    day = on or timezone.localdate() - timedelta(days=20)
    return said("found_council", name, {
        "decision": "HCL 12", "decided_on": (day - timedelta(days=200)).isoformat(), "decided_by": "local_council",
        "rhythm": "quarterly"}, on=day, commune=commune)


def appointed(username: str, name: str, quality: str, *, account: bool = False) -> Draft:
    """A member of the first commune's council."""
    day = timezone.localdate() - timedelta(days=20)
    payload = {"council": str(uuid("council")), "name": name, "quality": quality, "decision": "HCL 12",
               "since": (day - timedelta(days=200)).isoformat()}
    if account:
        payload["worker"] = str(uuid(username))
    return said("appoint_member", f"member/{username}", payload, on=day)


def called(name: str, day: date, *, on: date | None = None) -> Draft:
    """A meeting."""
    return said("call_meeting", name, {"council": str(uuid("council")), "day": day.isoformat(), "hour": "17:00",
                                       "place": "sala primăriei"}, on=on or timezone.localdate() - timedelta(days=19))


def made_council() -> None:
    """The council of the first commune, with three members of whom one has an account, and a meeting for today."""
    made_member_account()
    village.handed_in([
        founded(), *(appointed(user, *who, account=user == "preot") for user, who in MEMBERS.items()),
        called("meeting", timezone.localdate()),
    ], "ana")


def stuck_case(house: str = "popescu") -> list[Draft]:
    """A case opened, and a referral that found no provider."""
    opened = timezone.localdate() - timedelta(days=9)
    sent = village._sealed("send_referral", house, {"service": "W14"}, opened)
    return [
        village._sealed("open_case", house, {}, opened), sent,
        village._sealed("record_referral_outcome", house, {"referral": str(sent.uuid), "outcome": "no_provider"},
                        timezone.localdate() - timedelta(days=5)),
    ]


__all__ = ["HERE", "MEMBERS", "THERE", "appointed", "called", "founded", "made_council", "made_member_account", "said",
           "stuck_case"]
