"""The record of care: cases, plans, planned services, visits, deliveries, referrals, signals, supervision,
messages and planned visits, deadlines.

Every table here is derived from the register.
"""

from vatra.care.models.acts import Delivery, Visit
from vatra.care.models.cases import Case, Plan, PlannedService
from vatra.care.models.deadlines import Deadline
from vatra.care.models.referrals import Referral
from vatra.care.models.signals import Signal
from vatra.care.models.supervision import SupervisionHeld
from vatra.care.models.teamwork import Message, MessageRead, PlannedVisit

__all__ = [
    "Case", "Deadline", "Delivery", "Message", "MessageRead", "Plan", "PlannedService", "PlannedVisit", "Referral",
    "Signal", "SupervisionHeld", "Visit",
]
