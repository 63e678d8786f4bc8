"""The record of who lives where: households, persons, memberships, merges, life events, dwellings.

All derived from entries.
"""

from vatra.people.models.dwellings import CensusRound, Dwelling, DwellingOutcome, ListedChild
from vatra.people.models.life import AskedFor, Circumstance, HandOver, LifeEvent
from vatra.people.models.living import Household, LeftTo, Membership, Person, PersonWord
from vatra.people.models.merges import Merge, NotTheSame

__all__ = [
    "AskedFor", "CensusRound", "Circumstance", "Dwelling", "DwellingOutcome", "HandOver", "Household", "LeftTo",
    "LifeEvent", "ListedChild", "Membership", "Merge", "NotTheSame", "Person", "PersonWord",
]
