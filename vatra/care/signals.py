"""Signals: somebody noticed, or was told, that a child may need help; and what the commune decided about it.

The observation sheet of HG 691/2015, annex 2, is such a signal, with its six domains and the hours in which it was
filled in. From the day of the signal HG 612/2025 counts the triage (the same day) and the visit (72 hours). What is
decided at the triage does not stop the visit: the law knows no exception. A signal may be about a family that is not
in the register yet; whoever triages it may say which household it is.

Each sign is for those who see its domain. Who told it, and what is written in free words, is for those who may know
all that its author may (`care.notes`). That there is a signal, from where, and of which family the team must know.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care.models import Signal
from vatra.care.standing import check_households_held, check_of_household
from vatra.register.kinds import CannotApply, NotYetHere, Sealed

SIGN_DOMAINS = ("economic", "social", "health", "education", "housing", "risk")  # in the order of the sheet
_NEED_TO_KNOW = {"social": "family"}  # the others are called as the domain of those who may know them
_WORDS_TOO = {"risk": "violence"}  # what is written about risks tells of violence
FREE_WORDS = ("told_by", "words", "note")


def apply_record_signal(run: Sequence[Sealed]) -> None:
    """Keep the signals."""
    check_households_held([entry for entry in run if entry.household is not None])
    check_of_household((person, entry.household) for entry in run for person in entry.payload.persons)
    for entry in run:
        _check_can_stand(entry)
    insert_records([_signal(entry) for entry in run])


def _check_can_stand(entry: Sealed) -> None:
    if entry.household is None and not entry.payload.about:
        raise CannotApply(
            _("The signal names no household. Say which family it is about, as far as it is known."), code="no_family",
        )
    if timezone.localtime(entry.payload.noticed_at).date() > entry.on:
        raise CannotApply(
            _("The signal was noticed after the day on which it was written down. Check the day and the hour."),
            code="noticed_ahead",
        )


def _signal(entry: Sealed) -> Signal:
    said = entry.payload
    signs = [[sign.domain, sign.seen, sign.words] for sign in said.sheet.signs] if said.sheet else []
    return Signal(
        uuid=entry.uuid, household_id=entry.household, commune_id=entry.commune_id, source=said.source,
        noticed_on=timezone.localtime(said.noticed_at).date(), noticed_at=said.noticed_at, by_id=entry.by_id,
        told_by=said.told_by, persons=[str(person) for person in said.persons], words=said.words, about=said.about,
        started_at=said.sheet.started_at if said.sheet else None, ended_at=said.sheet.ended_at if said.sheet else None,
        signs=signs,
    )


_SIGNALS = Prepared(lambda uuids: Signal.objects.filter(uuid__in=uuids))


def apply_triage_signal(run: Sequence[Sealed]) -> None:
    """Note what was decided of signals, and of which household they are; a later entry mends an earlier one."""
    check_households_held([entry for entry in run if entry.household is not None])
    held: dict[UUID, Signal] = {signal.uuid: signal for signal in _SIGNALS({entry.payload.signal for entry in run})}
    for entry in run:
        signal = held.get(entry.payload.signal)
        if signal is None or not _is_of(signal, entry):
            raise NotYetHere(
                _("The signal is not in the register yet. The entry is kept and is applied when it comes."),
                code="unknown_signal", awaits=entry.payload.signal,
            )
        if entry.on < signal.noticed_on:
            raise CannotApply(
                _("The triage is dated before the signal (%(noticed)s). Check the day."),
                code="triage_before_signal", noticed=signal.noticed_on.isoformat(),
            )
        signal.household_id = entry.household
        signal.triaged_on, signal.triaged_by_id = entry.on, entry.by_id
        signal.decision, signal.note = entry.payload.decision, entry.payload.note
    write_records(held.values(), ["household", "triaged_on", "triaged_by", "decision", "note"])


def _is_of(signal: Signal, entry: Sealed) -> bool:
    """Whether an entry may speak of a signal: the same household, or of this commune and of no household yet."""
    if signal.household_id is None:
        return bool(signal.commune_id == entry.commune_id)
    return bool(signal.household_id == entry.household)


def may_know_sign(domain: str, domains: Collection[str]) -> bool:
    """Whether a reader of these domains may know a sign of a domain of the sheet."""
    return _NEED_TO_KNOW.get(domain, domain) in domains


def signs_shown(signs: Iterable[Sequence[str]], domains: Collection[str]) -> list[tuple[str, str, str]]:
    """The signs (domain, seen, words) that a reader of these domains may know."""
    return [
        (domain, seen, words if _WORDS_TOO.get(domain, "general") in domains else "")
        for domain, seen, words in signs if domain in SIGN_DOMAINS and may_know_sign(domain, domains)
    ]


def shown(payload: dict[str, Any], domains: frozenset[str]) -> dict[str, Any] | None:
    """An entry as a stream may give it away: no free words, for the stream does not tell its author's profession."""
    if "general" not in domains:
        return None
    seen = {field: value for field, value in payload.items() if field not in FREE_WORDS}
    if payload.get("sheet"):
        seen["sheet"] = {**payload["sheet"], "signs": _of_sheet(payload["sheet"].get("signs", ()), domains)}
    return seen


def _of_sheet(signs: Iterable[Mapping[str, str]], domains: frozenset[str]) -> list[dict[str, str]]:
    listed = [(sign["domain"], sign["seen"], sign.get("words", "")) for sign in signs]
    return [
        {"domain": domain, "seen": was, "words": words} for domain, was, words in signs_shown(listed, domains)
    ]
