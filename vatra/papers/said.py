"""What the sheets of the case-management process answer, in the words of the screens on which it was said."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def where(kind: str) -> str:
    """Where a visit was made."""
    return {
        "home": _("visit at home"), "office": _("meeting at the office"), "school": _("meeting at school"),
        "phone": _("talk by telephone"), "joint": _("visit of several professions together"),
    }.get(kind, kind)


def goes(word: str) -> str:
    """How a planned service goes."""
    return {"well": _("goes well"), "slowly": _("goes slowly"), "not_at_all": _("does not go"),
            "ended": _("has ended")}.get(word, word)


def told(whom: str) -> str:
    """Who was told of an emergency."""
    return {
        "dgaspc": _("DGASPC, by its emergency telephone"), "hotline_119": _("119, the children's line"),
        "hotline_112": _("112"), "police": _("the police station"),
    }.get(whom, whom)


def risk(word: str) -> str:
    """How great the worker judged the risk for the child to be."""
    return {"none": _("no risk seen"), "low": _("low"), "medium": _("medium"), "high": _("high")}.get(word, word)


def child_seen(word: str) -> str:
    """Whether the child was seen and spoken to."""
    return {"yes": _("yes"), "no": _("no, although the child was there"),
            "not_at_home": _("the child was not at home")}.get(word, word)


def seen(word: str) -> str:
    """What was seen in a domain of a sheet."""
    return {"yes": _("something was seen"), "no": _("nothing was seen"),
            "not_seen": _("could not be seen")}.get(word, word)


def source(word: str) -> str:
    """From where a signal came."""
    return {
        "observation": _("observation sheet"), "school_list": _("list of the school"), "health": _("doctor or nurse"),
        "report": _("report of somebody"), "hotline_119": _("call to 119"), "police": _("police"),
        "referral_in": _("another service or authority"), "self": _("the family or the child"),
        "other": _("another source"),
    }.get(word, word)


def triage(word: str) -> str:
    """What was decided of a signal."""
    return {"visit": _("visit within 72 hours"), "emergency": _("emergency: safety first"),
            "information": _("information and counselling"),
            "transferred": _("passed on to another authority")}.get(word, word)


def signs() -> dict[str, str]:
    """The six domains of the observation sheet, each with its number."""
    return {
        "economic": _("1. Economic situation"), "social": _("2. Social situation"), "health": _("3. Health"),
        "education": _("4. Education"), "housing": _("5. Housing"), "risk": _("6. Risk behaviours"),
    }


def no_case(word: str) -> str:
    """What was decided after the initial assessment when no case was opened."""
    return {"no_case": _("no case: information and counselling were enough"),
            "transferred": _("passed on to DGASPC")}.get(word, word)


def given(word: str) -> str:
    """Whether a service was given."""
    return {"done": _("given"), "not_done": _("not given"), "refused": _("refused by the family")}.get(word, word)


def reviews() -> dict[str, str]:
    """What may follow from a review."""
    return {"go_on": _("the plan goes on as it is"), "change_plan": _("the plan is changed: agree it anew"),
            "close": _("the case can be closed: ask for it")}


def change(word: str) -> str:
    """A finding then and now."""
    return {"new": _("new"), "graver": _("graver"), "same": _("as it was"), "milder": _("milder"),
            "gone": _("no longer found")}.get(word, word)


def basis(word: str) -> str:
    """By what right an institution is told of a referral."""
    return {
        "legal_duty": _("a duty of the law (Law 292/2011, Law 272/2004)"), "consent": _("the family's consent"),
        "vital_interest": _("somebody's life or health is in danger"),
    }.get(word, word)


def reasons() -> dict[str, str]:
    """The lawful reasons for which a case ends, in the order of the closing sheet."""
    return {
        "objectives_met": pgettext("closing", "the objectives of the plan were met"),
        "transferred": pgettext("closing", "transferred to another service or authority"),
        "moved": pgettext("closing", "the household moved away"),
        "refused": pgettext("closing", "the family refused further help"),
        "deceased": pgettext("closing", "death"), "of_age": pgettext("closing", "the child came of age"),
        "other": pgettext("closing", "another reason"),
    }
