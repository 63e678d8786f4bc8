"""The record of who lives where: households, persons, memberships, merges, life events. All derived from entries."""

from vatra.people.models.life import AskedFor, Circumstance, HandOver, LifeEvent
from vatra.people.models.living import Household, LeftTo, Membership, Person, PersonWord
from vatra.people.models.merges import Merge, NotTheSame

__all__ = [
    "AskedFor", "Circumstance", "HandOver", "Household", "LeftTo", "LifeEvent", "Membership", "Merge", "NotTheSame",
    "Person", "PersonWord",
]
