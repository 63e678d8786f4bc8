"""A partner's answer by its link becomes an entry: by the institution's account, through the register's door."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from vatra.access import entries as access
from vatra.audit import entries as audit
from vatra.care import directory, links
from vatra.care.moves import FINAL_ANSWERS, TURNED_AWAY
from vatra.people import queries as people
from vatra.register.entries import Draft, Receipt, receive


def answer(held: links.Held, said: dict[str, Any], *, uuid: UUID, rulebook: str, at: datetime) -> Receipt | None:
    """The receipt of an answer; None when the link ended meanwhile.

    `uuid` is the entry's: the same form sent twice is the same entry. The last answer burns the link in the same
    transaction, so that of two at one moment one is taken.
    """
    referral = held.referral
    household = people.household(referral.household_id)
    on = timezone.localtime(at).date()
    final = TURNED_AWAY.get(said["answer"], said["answer"]) in FINAL_ANSWERS
    if household is None:
        return None
    with transaction.atomic():
        if final and not links.burn(held.uuid, at=at):
            return None
        account = access.partner_account(
            held.institution, directory.name_of(held.institution) or held.institution,
            commune=household.commune_id, on=on, at=at,
        )
        draft = Draft(
            uuid=uuid, kind="answer_referral", version=1, commune=household.commune_id,
            household=referral.household_id, person=referral.person_id, on=on, at=at, rulebook=rulebook,
            payload={"referral": str(referral.uuid), **said},
        )
        [receipt] = receive([draft], by=account, at=at)
        audit.record([audit.Act("change", "referral", referral.uuid, by=account.uuid, commune=household.commune_id,
                                purpose=f"partner_answer.{said['answer']}")], at=at)
    return receipt
