"""Accounts of institutions that answer referrals by the link of a letter. Nobody signs in by them.

An answer is an entry, and an entry has an author. The author is not the worker who sent the referral, so it is the
institution: an account without a password, without sessions and devices, which holds the role `partner` where it was
written to. That role sees nothing and may do one thing, and no worker can be given it.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4

from django.db import transaction

from vatra.access.book import PARTNER
from vatra.access.models import RoleHeld, Worker
from vatra.audit import entries as audit
from vatra.base.ids import derived_uuid

LONGEST_NAME = 120


def partner_account(institution: str, name: str, *, commune: int, on: date, at: datetime) -> Worker:
    """The account of an institution (its code), made when it is first needed, with the role `partner` in a commune."""
    uuid = derived_uuid("partner", institution)
    with transaction.atomic():
        account = Worker.objects.filter(uuid=uuid).first()
        if account is None:
            account = Worker.objects.create_worker(
                f"partener.{uuid.hex[:20]}", name[:LONGEST_NAME], uuid=uuid, answers_for=institution
            )
            audit.record([audit.Act("change", "worker", uuid, purpose="enrol_partner")], at=at)
        if not RoleHeld.objects.filter(worker=account, role=PARTNER, commune=commune).exists():
            RoleHeld.objects.create(uuid=uuid4(), worker=account, role=PARTNER, commune_id=commune, since=on)
            audit.record([audit.Act("change", "worker", uuid, commune=commune, purpose="grant_role")], at=at)
    return account
