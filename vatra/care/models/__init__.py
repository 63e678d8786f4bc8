"""The record of care: cases, plans, planned services, visits, deliveries, referrals, signals, deadlines; the steps
and stages of the process; departures of parents, lists asked of schools; supervision, messages, planned visits.

Every table here is derived from the register, but for the links of partners.
"""

from vatra.care.models.acts import Delivery, Visit
from vatra.care.models.cases import Case, Plan, PlannedService
from vatra.care.models.deadlines import Deadline
from vatra.care.models.process import Departure, SchoolAsked, Stage, Step
from vatra.care.models.referrals import PartnerLink, ProviderWord, Referral, ReferralStep
from vatra.care.models.settling import BothStand
from vatra.care.models.signals import Signal
from vatra.care.models.supervision import SupervisionHeld
from vatra.care.models.teamwork import Message, MessageRead, PlannedVisit

__all__ = [
    "BothStand", "Case", "Deadline", "Delivery", "Departure", "Message", "MessageRead", "PartnerLink", "Plan",
    "PlannedService", "PlannedVisit", "ProviderWord", "Referral", "ReferralStep", "SchoolAsked", "Signal", "Stage",
    "Step", "SupervisionHeld", "Visit",
]
