"""The Romanian personal number (CNP): whether it is one, and whether it agrees with the person.

Thirteen digits: sex and century, date of birth (YYMMDD), county, three digits, check digit; the law is
OUG 97/2005 art. 6-7 and HG 1375/2006. First digit: 1-2 born in the 1900s, 3-4 the 1800s, 5-6 the
2000s; 7-8 resident foreigners and 9 foreigners, whose number does not tell the century. A number
never stands in a reason, for reasons end in logs and lists.
"""

from __future__ import annotations

import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _
from stdnum.exceptions import InvalidChecksum, InvalidComponent, ValidationError
from stdnum.ro import cnp as stdnum_cnp

from vatra.people.born import Born
from vatra.register.kinds import CannotApply

_CENTURIES = {"1": (1900,), "2": (1900,), "3": (1800,), "4": (1800,), "5": (2000,), "6": (2000,)}
_EITHER_CENTURY = (1900, 2000)
_SEXES = {"1": "m", "3": "m", "5": "m", "7": "m", "2": "f", "4": "f", "6": "f", "8": "f"}
_OTHER_SEX = {
    "f": _("The CNP is of a woman or a girl, the form says male: one of them is wrong."),
    "m": _("The CNP is of a man or a boy, the form says female: one of them is wrong."),
}


def cleaned_cnp(text: str) -> str:
    """The number without spaces, dashes and characters that cannot be seen, its digits plain."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if not c.isspace() and c != "-" and unicodedata.category(c) not in ("Cf", "Cc"))


def days_said_by(cnp: str) -> tuple[date, ...]:
    """The days of birth that a number of 13 digits can mean: none, one, or one per century."""
    days = []
    for century in _CENTURIES.get(cnp[0], _EITHER_CENTURY):
        try:
            days.append(date(century + int(cnp[1:3]), int(cnp[3:5]), int(cnp[5:7])))
        except ValueError:
            continue
    return tuple(days)


def sex_said_by(cnp: str) -> str:
    """`f`, `m`, or nothing for the numbers that do not tell."""
    return _SEXES.get(cnp[0], "")


def _validate(cnp: str) -> None:
    """Raise stdnum's ValidationError unless the number is one.

    stdnum reads 7-9 as born in the 1900s, so it refuses a foreigner born on 29 February 2000.
    """
    try:
        stdnum_cnp.validate(cnp)
    except InvalidComponent:
        if not (len(cnp) == 13 and cnp[0] in "789" and days_said_by(cnp)):
            raise
        stdnum_cnp.get_county(cnp)
        if stdnum_cnp.calc_check_digit(cnp[:-1]) != cnp[-1]:
            raise InvalidChecksum from None


def is_cnp(text: str) -> bool:
    """Whether the text, cleaned, is a CNP by its length, digits, date, county and check digit."""
    cnp = cleaned_cnp(text)
    try:
        _validate(cnp)
    except ValidationError:
        return False
    return cnp.isascii()


def check_is_cnp(cnp: str) -> None:
    """CannotApply, naming what is wrong with the number but never the number."""
    try:
        _validate(cnp)
    except InvalidChecksum:
        raise CannotApply(
            _("The last digit of the CNP does not agree with the others: one digit was mistyped. Read it again; "
              "if the document really says so, mark the CNP as non-standard."),
            code="cnp_checksum",
        ) from None
    except ValidationError:
        raise CannotApply(
            _("The CNP is not one: it has 13 digits, with the date of birth and the county among them. Read it "
              "again; if the document really says so, mark the CNP as non-standard."),
            code="cnp_malformed",
        ) from None


def check_agrees(cnp: str, *, sex: str, born: Born) -> None:
    """CannotApply when the number says another sex or another day of birth than the person has."""
    days = days_said_by(cnp)
    if not any(born.can_be(day) for day in days):
        raise CannotApply(
            _("The CNP says born %(cnp_born)s, the form says %(born)s: one of them is wrong."),
            code="cnp_birth", cnp_born=" / ".join(day.strftime("%d.%m.%Y") for day in days), born=born.shown,
        )
    said = sex_said_by(cnp)
    if sex and said and sex != said:
        raise CannotApply(_OTHER_SEX[said], code="cnp_sex")


def read_cnp(state: str, value: str, *, sex: str, born: Born, on: date) -> str:
    """The number to keep for a state, or CannotApply when state, number and person do not agree.

    `non_standard` keeps what was typed: the worker has seen the document and says so.
    """
    cnp = cleaned_cnp(value)
    if state in ("none", "refused"):
        if cnp:
            raise CannotApply(
                _("The form says there is no CNP and gives one: say which holds."), code="cnp_unexpected"
            )
        return ""
    if not cnp:
        raise CannotApply(_("The form says there is a CNP and does not give it."), code="cnp_missing")
    if state == "present":
        check_is_cnp(cnp)
        check_agrees(cnp, sex=sex, born=born)
        if min(days_said_by(cnp)) > on:
            raise CannotApply(_("The CNP says a birth still to come: read it again."), code="cnp_birth_in_the_future")
    elif len(cnp) > 20:
        raise CannotApply(_("A non-standard CNP has at most 20 characters."), code="cnp_malformed")
    return cnp
