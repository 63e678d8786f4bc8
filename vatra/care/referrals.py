"""Apply the entries of referrals: drafted, sent, answered, withdrawn; and the needs that nobody meets.

Each entry moves its referral along the table of `care.moves` and leaves a step, so that the whole history of a
referral stands there with who said what.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from vatra.base.prepared import Prepared
from vatra.base.rows import insert_records, write_records
from vatra.care.models import Referral, ReferralStep
from vatra.care.moves import TURNED_AWAY, CannotMove, Standing, can_move, check_can_move, moved
from vatra.care.standing import check_households_held, check_of_household, check_services_known, home
from vatra.register.kinds import CannotApply, NotYetHere, Sealed

MOVED = ("state", "acknowledged_on", "answered_on", "appointment_on", "outcome", "outcome_on", "consent_withdrawn_on")
SENDING = ("service", "person", "codes", "institution", "note", "state", "sent_on", "by", "basis", "shared_until",
           "agreed_with", "names", "phone")
_REFERRALS = Prepared(lambda uuids: Referral.objects.filter(uuid__in=uuids))


def apply_draft_referral(run: Sequence[Sealed]) -> None:
    """Keep the drafts."""
    _check_about(run)
    insert_records([Referral(**_said(entry), uuid=entry.uuid, household_id=home(entry), state="draft",
                             drafted_on=entry.on) for entry in run])
    insert_records([_step(entry, entry.uuid, "drafted") for entry in run])


def apply_send_referral(run: Sequence[Sealed]) -> None:
    """Keep the referrals sent; a draft that is sent becomes one."""
    _check_about(run)
    drafts = _held(entry.payload.draft for entry in run if entry.payload.draft)
    fresh, sent, steps = [], [], []
    for entry in run:
        whole = {**_said(entry), **_sharing(entry.payload.sharing), "state": "sent", "sent_on": entry.on}
        draft = drafts.get(entry.payload.draft)
        if entry.payload.draft is None:
            fresh.append(Referral(uuid=entry.uuid, household_id=home(entry), **whole))
        else:
            _check_sent_from(draft, entry)
            assert draft is not None
            for name, value in whole.items():
                setattr(draft, name, value)
            sent.append(draft)
        steps.append(_step(entry, entry.payload.draft or entry.uuid, "sent"))
    insert_records(fresh)
    write_records(sent, SENDING)
    insert_records(steps)


def draft_sent(entry: Sealed) -> list[UUID]:
    """The draft that becomes a referral: what is learned of it may have come before."""
    return [entry.payload.draft] if entry.payload.draft else []


def _check_about(run: Sequence[Sealed]) -> None:
    check_households_held(run)
    check_services_known((entry.payload.service, entry.on) for entry in run)
    check_of_household((entry.payload.person, entry.household) for entry in run)


def _said(entry: Sealed) -> dict[str, Any]:
    said = entry.payload
    return {"person_id": said.person, "service": said.service, "codes": list(said.codes),
            "institution": said.institution, "by_id": entry.by_id, "note": said.note}


def _sharing(sharing: Any) -> dict[str, Any]:
    if sharing is None:
        return {}
    return {"basis": sharing.basis, "shared_until": sharing.until, "agreed_with": sharing.agreed_with,
            "names": sharing.names, "phone": sharing.phone}


def _check_sent_from(draft: Referral | None, entry: Sealed) -> None:
    """The draft is there, of this household, and still one."""
    if draft is None or draft.household_id != entry.household:
        raise _unknown(entry.payload.draft)
    if draft.state != "draft":
        raise CannotMove(_("This draft was sent or set aside already."), code="draft_gone")
    if draft.drafted_on is not None and entry.on < draft.drafted_on:
        raise CannotApply(
            _("The referral is dated before its draft was written (%(drafted)s). Check the day."),
            code="sent_before_drafted", drafted=draft.drafted_on.isoformat(),
        )


def apply_record_referral_outcome(run: Sequence[Sealed]) -> None:
    """Note what a worker learned of referrals; a later entry mends an earlier one."""
    _apply_steps(run, lambda entry: (entry.payload.outcome, ""), partner=False)


def apply_answer_referral(run: Sequence[Sealed]) -> None:
    """Note what partners answered by their links."""
    _apply_steps(run, lambda entry: _answered(entry.payload.answer), partner=True)


def _answered(answer: str) -> tuple[str, str]:
    return TURNED_AWAY.get(answer, answer), answer if answer in TURNED_AWAY else ""


def _apply_steps(run: Sequence[Sealed], what: Any, *, partner: bool) -> None:
    check_households_held(run)
    held = _held(entry.payload.referral for entry in run)
    steps = []
    for entry in run:
        referral = _of(held, entry)
        step, reason = what(entry)
        _move(referral, step, entry, partner=partner)
        steps.append(_step(entry, referral.uuid, step, partner=partner, reason=reason))
    write_records(held.values(), MOVED)
    insert_records(steps)


def _move(referral: Referral, step: str, entry: Sealed, *, partner: bool = False) -> None:
    before = Standing(referral.state, referral.outcome)
    if before.state == "draft" and not can_move(before, step, partner=partner):
        raise NotYetHere(
            _("This referral was not sent yet. Send it first."), code="referral_not_sent", awaits=referral.uuid
        )
    check_can_move(before, step, partner=partner)
    after = moved(before, step)
    referral.state = after.state
    if step == "withdrawn":
        referral.outcome, referral.outcome_on = step, entry.on
        return
    referral.acknowledged_on = min(referral.acknowledged_on or entry.on, entry.on)
    if step == "acknowledged":
        return
    referral.answered_on = min(referral.answered_on or entry.on, entry.on)
    referral.outcome, referral.outcome_on = after.outcome, entry.on if after.outcome else None
    if step == "appointment":
        referral.appointment_on = entry.payload.appointment.on


def apply_withdraw_consent(run: Sequence[Sealed]) -> None:
    """The family takes its consent back: what was shared by consent ends there, what the law asks for goes on."""
    check_households_held(run)
    held = _held(entry.payload.referral for entry in run)
    steps = []
    for entry in run:
        referral = _of(held, entry)
        if referral.state == "withdrawn" or referral.consent_withdrawn_on:
            raise CannotMove(_("The sharing of this referral has ended already."), code="consent_withdrawn_before")
        referral.consent_withdrawn_on = entry.on
        if referral.basis == "consent" and referral.state != "closed":
            _move(referral, "withdrawn", entry)
        steps.append(_step(entry, referral.uuid, "consent_withdrawn"))
    write_records(held.values(), MOVED)
    insert_records(steps)


def apply_record_unmet_need(run: Sequence[Sealed]) -> None:
    """Keep the needs for which there was nobody to send anyone on to."""
    _check_about(run)
    insert_records([
        Referral(
            uuid=entry.uuid, household_id=home(entry), person_id=entry.payload.person, service=entry.payload.service,
            codes=list(entry.payload.codes), by_id=entry.by_id, note=entry.payload.note, state="closed",
            outcome=entry.payload.reason, outcome_on=entry.on,
        )
        for entry in run
    ])
    insert_records([_step(entry, entry.uuid, "unmet", reason="") for entry in run])


def _held(uuids: Iterable[UUID | None]) -> dict[UUID | None, Referral]:
    asked = {uuid for uuid in uuids if uuid}
    return {referral.uuid: referral for referral in _REFERRALS(asked)} if asked else {}


def _of(held: dict[UUID | None, Referral], entry: Sealed) -> Referral:
    """The referral an entry speaks of: of its household, and not dated before it was sent."""
    referral = held.get(entry.payload.referral)
    if referral is None or referral.household_id != entry.household:
        raise _unknown(entry.payload.referral)
    begun = referral.sent_on or referral.drafted_on
    if begun is not None and entry.on < begun:
        raise CannotApply(
            _("The reply is dated before the referral was sent (%(sent)s). Check the day."),
            code="reply_before_referral", sent=begun.isoformat(),
        )
    return referral


def _unknown(referral: UUID) -> NotYetHere:
    return NotYetHere(
        _("The referral is not in the register yet. The entry is kept and is applied when it comes."),
        code="unknown_referral", awaits=referral,
    )


def _step(
    entry: Sealed, referral: UUID, what: str, *, partner: bool = False, reason: str = ""
) -> ReferralStep:
    said = entry.payload
    appointment = getattr(said, "appointment", None)
    return ReferralStep(
        uuid=entry.uuid, referral_id=referral, what=what, on=entry.on, by_id=entry.by_id, partner=partner,
        told_by=getattr(said, "told_by", ""), who=getattr(said, "who", "") or getattr(said, "by_whom", ""),
        reason=reason, note=getattr(said, "words", "") or getattr(said, "note", ""),
        appointment_on=appointment.on if appointment else None, appointment_at=appointment.at if appointment else "",
        place=appointment.place if appointment else "",
    )
