"""The record of care: cases, plans, planned services, visits, deliveries, referrals, signals, supervision, deadlines.

Every table here is derived from the register.
"""

from vatra.care.models.acts import Delivery, Visit
from vatra.care.models.cases import Case, Plan, PlannedService
from vatra.care.models.deadlines import Deadline
from vatra.care.models.referrals import Referral
from vatra.care.models.signals import Signal
from vatra.care.models.supervision import SupervisionHeld

__all__ = ["Case", "Deadline", "Delivery", "Plan", "PlannedService", "Referral", "Signal", "SupervisionHeld",
           "Visit"]
