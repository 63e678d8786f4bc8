"""A study in words, rows and pictures: how far it is, and what each outcome tells."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from vatra.releases import pack as packs
from vatra.releases.studies import Plan, last_day
from vatra.releases.study_results import Outcome
from vatra.web.present.courses import Step
from vatra.web.present.indicators import month_in_words, unit_in_words
from vatra.web.present.pictures.curves import Series, curves_of
from vatra.web.templatetags.page import day_in_words, number

ARMS = (True, False)  # with the work, and without


def state(plan: Plan, counted: Collection[int], *, on: date) -> str:
    """How far a study is."""
    left = [month for month in plan.rounds if month not in counted]
    if not left:
        return _("All rounds are counted.")
    said = _("%(done)s of %(of)s rounds counted;") % {"done": number(len(counted)), "of": number(len(plan.rounds))}
    over = [month for month in left if last_day(month) < on]
    if over:
        return f"{said} " + ngettext("%(count)s more is over and waits to be counted.",
                                     "%(count)s more are over and wait to be counted.", len(over)) % {
                                         "count": number(len(over))}
    return f"{said} " + _("the next one is over on %(day)s.") % {"day": day_in_words(last_day(left[0]))}


def counted(done: int, of: int) -> str:
    """How far counting has come."""
    return _("%(done)s of %(of)s steps done: a commune counted, or a result worked out") % {
        "done": number(done), "of": number(of)}


def shown(
    one: Outcome, plan: Plan, name: str, unit: str, missing: Mapping[tuple[bool, int], tuple[int, int]], *,
    decides: bool,
) -> dict[str, Any]:
    """An outcome as its section shows it: the finding in a sentence, a picture, its rows, and how far to rely on it."""
    rounds = sorted({month for _arm, month in one.means} | {month for _arm, month in missing})
    return {
        "name": name, "decides": decides, "refused": one.refused, "unit": unit_in_words(unit),
        "sentence": _sentence(one, unit),
        "curves": _picture(one, rounds, name),
        "rounds": [_round(one, month, missing, begun=month >= plan.begun) for month in rounds],
        "effects": packs.effects_in_words(one), "notes": (*packs.notes_of(one), *_attrition(one)),
    }


def _sentence(one: Outcome, unit: str) -> str:
    if one.fixed_effects is None or one.bootstrap is None:
        return ""
    low, high = one.bootstrap.low, one.bootstrap.high
    words = {"effect": _signed(one.fixed_effects.effect), "low": _signed(low), "high": _signed(high),
             "unit": unit_in_words("puncte procentuale" if unit == "%" else unit)}
    if low <= 0 <= high:
        return _("No effect can be told from chance: %(effect)s %(unit)s, somewhere between %(low)s and %(high)s."
                 ) % words
    return _("The work moved it by %(effect)s %(unit)s, somewhere between %(low)s and %(high)s.") % words


def _signed(value: float) -> str:
    return ("−" if value < 0 else "+" if value > 0 else "") + number(abs(round(value, 1)))


def _picture(one: Outcome, rounds: list[int], name: str) -> Any:
    arms = {True: _("with the work"), False: _("comparison")}
    series = [
        Series(arms[arm], [Step(month_in_words(month), one.means.get((arm, month)), _mean(one, arm, month))
                           for month in rounds])
        for arm in ARMS
    ]
    return curves_of(series, title=_("%(name)s: means of both arms, round by round") % {"name": name})


def _round(
    one: Outcome, month: int, missing: Mapping[tuple[bool, int], tuple[int, int]], *, begun: bool
) -> dict[str, Any]:
    return {
        "month": month_in_words(month), "begun": begun,
        "arms": [(_mean(one, arm, month), _missing(missing.get((arm, month)))) for arm in ARMS],
    }


def _mean(one: Outcome, arm: bool, month: int) -> str:
    value = one.means.get((arm, month))
    return "–" if value is None else number(round(value, 1))


def _missing(counts: tuple[int, int] | None) -> str:
    return "–" if counts is None else _("%(missing)s of %(of)s") % {
        "missing": number(counts[0]), "of": number(counts[1])}


def _attrition(one: Outcome) -> tuple[str, ...]:
    """Communes that had a number in the first round and have none in the last."""
    gone = one.losses.attrition if one.losses is not None else {}
    if gone.get(True) is None or gone.get(False) is None:
        return ()
    return (_("Lost between the first and the last round: %(treated)s of the communes with the work, %(comparison)s of "
              "the others.") % {"treated": packs.share_in_words(gone[True]),
                                "comparison": packs.share_in_words(gone[False])},)
