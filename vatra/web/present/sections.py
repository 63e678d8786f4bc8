"""The sections of a dashboard: a sentence that says what is seen, a picture, its table; or nothing where nothing is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from vatra.assessment.levels import ORDER
from vatra.results import queries as results
from vatra.web.forms_of_referrals import UNMET_REASONS
from vatra.web.method_words import Words
from vatra.web.present.courses import Step
from vatra.web.present.indicators import in_unit, month_in_words, value_shown
from vatra.web.present.pictures.bars import Bar, Piece, Row, bars_of, pieces_of
from vatra.web.present.pictures.curves import Curves, Series, curves_of
from vatra.web.present.withheld import at_least
from vatra.web.templatetags.page import LEVELS, number, percent

MOST_ROWS = 12
LEAST_LOOKED = 20  # looked at; a share of fewer says little and would stand first
FIELD_TARGET = 66.0  # % of working time, Law 292/2011 art. 76
VERBS = {
    "identify": lazy("identify"), "assess": lazy("assess"), "inform": lazy("inform"),
    "communicate": lazy("communicate"), "counsel": lazy("counsel"), "support": lazy("support individually"),
    "care": lazy("assist with care"), "refer": lazy("refer"), "monitor": lazy("monitor"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One picture of a page. `head`: what the bars' columns are called; `table`: what the curves say, by month."""

    code: str
    title: str
    sentence: str
    head: tuple[str, str] = ("", "")
    bars: list[Bar] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    curves: Curves | None = None
    table: tuple[list[str], list[list[str]]] | None = None
    more: tuple[str, str] = ("", "")  # words and address of what stands behind


def own(work: results.OwnWork, *, cases: bool) -> Section:
    """A worker's own three months."""
    rows = [
        Row(_("Deadlines kept, of the families you lead"), _share(work.kept, work.due), percent(work.kept, work.due),
            _parts(work.kept, work.due), cases=reverse("web:today") if cases else ""),
        Row(_("Time of visits spent in the field"), _share(work.field_minutes, work.minutes),
            percent(work.field_minutes, work.minutes),
            _("%(hours)s hours in %(visits)s visits; the law asks for 66 %%") % {
                "hours": number(round(work.minutes / 60)), "visits": number(work.visits)}, mark=FIELD_TARGET),
    ]
    return Section(
        "own", _("Your own work"),
        ngettext("You lead %(count)s open case. These are your last three months.",
                 "You lead %(count)s open cases. These are your last three months.", work.cases)
        % {"count": number(work.cases)},
        (_("What"), _("Share")), bars_of(rows, most=100),
        more=(_("What waits today"), reverse("web:today")) if cases else ("", ""),
    )


def way(
    enrolled: int, steps: list[tuple[results.Indicator, int | None]], *, cases: bool
) -> Section | None:
    """From found to helped: how many households came as far as each step."""
    if not enrolled or not steps:
        return None
    names = {
        "way_assessed": _("assessed"), "way_found": _("something found (moderate or graver)"),
        "way_case": _("case opened"), "way_plan": _("plan agreed"), "way_helped": _("a service given"),
        "way_eased": _("something ended"),
    }
    counts = {one.code: count for one, count in steps}
    rows = [Row(capfirst(_("enrolled")), enrolled, number(enrolled))]
    before: int | None = enrolled
    for one, count in steps:
        address = reverse("web:indicator", args=[one.code]) if cases else ""
        note = _("%(share)s of the step before") % {"share": percent(count, before)} if count and before else ""
        rows.append(Row(capfirst(names[one.code]), count, _count(count), note, address))
        before = count
    found_, helped = counts.get("way_found"), counts.get("way_helped")
    sentence = _("How many households came as far as each step.")
    if found_ and helped is not None:
        sentence = _("Of %(found)s households where something was found, %(helped)s were given a service so far.") % {
            "found": number(found_), "helped": number(helped)}
    return Section("way", _("From found to helped"), sentence, (_("Step"), _("Households")), bars_of(rows),
                   more=(_("The households"), reverse("web:households")) if cases else ("", ""))


def severities(overview: results.Overview, *, cases: bool) -> Section | None:
    """The children by the gravest step of what was found, as one whole."""
    levels = {level: [row.children_by_level.get(level, 0) for row in overview.rows] for level in reversed(ORDER)}
    counts = {level: sum(cell or 0 for cell in cells) for level, cells in levels.items()}
    short = {level for level, cells in levels.items() if None in cells}
    whole = sum(counts.values())
    if not whole:
        return None
    base = reverse("web:households")
    rows = [
        Row(capfirst(str(LEVELS[level][1])), counts[level], at_least(counts[level], short=level in short),
            percent(counts[level], whole) if counts[level] or level not in short else "",
            cases=f"{base}?level={level}" if cases and counts[level] else "", kind=f"level-{level}")
        for level in levels
    ]
    grave = counts["immediate"] + counts["high"]
    hidden = bool(short & {"immediate", "high"})
    sentence = _("%(grave)s of %(whole)s assessed children are in an emergency or in a severe situation (%(share)s).")
    if hidden and not grave:
        sentence = _("How many of %(whole)s assessed children are in an emergency or severe situation is withheld.")
    return Section(
        "severity", _("How severe it is"),
        capfirst(sentence % {"grave": at_least(grave, short=hidden), "whole": number(whole),
                             "share": percent(grave, whole)}),
        (_("Level"), _("Children")), bars_of(rows),
        pieces_of([(f"level-{level}", counts[level]) for level in levels]),
        more=(_("By commune"), reverse("web:county")),
    )


def found(told: results.Lines, book: Words, domains: Collection[str]) -> Section | None:
    """The most frequent vulnerabilities now. `domains`: of those whose households the reader may open."""
    base, rows = reverse("web:households"), []
    for line in told.lines:
        last = line.now.measured if line.now else None
        if last is not None and last.value and (last.denominator or 0) >= LEAST_LOOKED:
            rows.append(Row(book.part(line.code), last.value, in_unit(last.value, line.indicator.row["unit"]),
                            _parts(round(last.numerator), round(last.denominator or 0)),
                            cases=f"{base}?vulnerability={line.code}" if book.may_know(line.code, domains) else ""))
    if not rows:
        return None
    rows.sort(key=lambda row: (-(row.value or 0), row.name))
    return Section(
        "found", _("What is found most often"),
        _("%(name)s stands first: %(share)s of those who were looked at for it. Shares of fewer than %(least)s are "
          "left out.") % {"name": rows[0].name, "share": rows[0].shown, "least": number(LEAST_LOOKED)},
        (_("Vulnerability"), _("Present")), bars_of(rows[:MOST_ROWS]),
        more=(_("Every vulnerability"), reverse("web:indicator", args=["prevalence"])),
    )


def changed(lines: Mapping[str, results.Line], months: Sequence[int]) -> Section | None:
    """New, ended and come back, over twelve months each, month by month (YYYYMM); no finding is a zero."""
    named = {"findings_new": _("begun"), "findings_ended": _("ended"), "findings_again": _("back")}
    if not any(code in lines for code in named):
        return None
    series = [Series(capfirst(name), _filled(lines.get(code), months)) for code, name in named.items()]
    drawn = curves_of(series, title=_("What began, ended and came back in twelve months"))
    sentence = _("In the last twelve months: %(new)s began, %(ended)s ended, %(again)s came back.") % dict(
        zip(("new", "ended", "again"), (one.steps[-1].shown for one in series), strict=True))
    table = [[month_in_words(month), *(one.steps[place].shown for one in series)] for place, month in enumerate(months)]
    return Section("changed", _("What began, what ended, what came back"), sentence, curves=drawn,
                   table=([_("Month"), *(one.name for one in series)], table[::-1]))


def _filled(line: results.Line | None, months: Sequence[int]) -> list[Step]:
    """A step for each month: what was not found at all is kept nowhere, and is none."""
    points = {point.month: point.measured for point in line.points} if line else {}
    told = [points.get(month, results.Measured(0, 0, None)) for month in months]
    return [Step(month_in_words(month), one.value if one else None, value_shown(one, "număr"))
            for month, one in zip(months, told, strict=True)]


def deadlines(lines: Mapping[str, results.Line], book: Words, *, cases: bool) -> Section | None:
    """The deadlines of the law that were kept in the last month in which any fell due."""
    codes = ("visits_72h", "plans_30d", "monitoring_in_time", "cases_reviewed")
    rows = _rows(codes, lines, book)
    if not rows:
        return None
    return Section(
        "deadlines", _("Deadlines kept"),
        _("Of the deadlines that fell due, how many were kept in time; the line is all of them."),
        (_("Deadline"), _("Kept in time")), bars_of([_marked(row, 100) for row in rows], most=100),
        more=(_("What is overdue"), f"{reverse('web:today')}?show=late") if cases else ("", ""),
    )


def given_by_verb(told: results.Lines, book: Words) -> Section | None:
    """Planned services done in the last twelve months, by what is done: the ten verbs of the package."""
    verbs = {each.code: each.verb for each in book.book.services}
    done: dict[str, float] = defaultdict(float)
    short: set[str] = set()
    for line in told.lines:
        verb = verbs.get(line.code)
        if verb is None:
            continue
        for point in line.points[-12:]:
            if point.measured is None:
                short.add(verb)
            else:
                done[verb] += point.measured.numerator
    rows = [Row(capfirst(str(VERBS.get(verb, verb))), done[verb], at_least(round(done[verb]), short=verb in short))
            for verb in dict.fromkeys(verbs.values()) if done[verb]]
    if not rows:
        return None
    rows.sort(key=lambda row: -(row.value or 0))
    return Section(
        "verbs", _("What was given, by kind of help"),
        capfirst(_("%(count)s planned services were done in twelve months; most of them: %(verb)s.") % {
            "count": at_least(round(sum(done.values())), short=bool(short)), "verb": rows[0].name.lower()}),
        (_("Kind of help"), _("Services")), bars_of(rows),
        more=(_("Service by service"), reverse("web:indicator", args=["services_done"])),
    )


def given_by_profession(told: results.Lines, book: Words) -> Section | None:
    """Services given in twelve months, by who gave them."""
    rows = []
    for line in told.lines:
        last = line.now.measured if line.now else None
        if line.code and line.now is not None and (last is None or last.value):
            rows.append(Row(book.part(line.code), last.value if last else None, value_shown(last, "număr")))
    if not rows:
        return None
    rows.sort(key=lambda row: (-(row.value or 0), row.name))
    return Section(
        "professions", _("Who gave it"),
        _("Most services of the last twelve months were given by one profession: %(who)s.") % {
            "who": rows[0].name.lower()},
        (_("Profession"), _("Services")), bars_of(rows),
        more=(_("How it is counted"), reverse("web:indicator", args=["services_given"])),
    )


def referred(
    lines: Mapping[str, results.Line], book: Words, unmet: results.UnmetCounts
) -> Section | None:
    """What became of referrals, and what nobody gives."""
    rows = _rows(("referrals_acknowledged", "referrals_completed", "referrals_unmet"), lines, book)
    if not rows and not unmet.services:
        return None
    reasons: dict[str, list[int | None]] = {
        reason: [one.by_reason[reason] for one in unmet.services] for reason in results.REASONS}
    said = "; ".join(
        f"{UNMET_REASONS[reason]}: {_together(cells)}"
        for reason, cells in reasons.items() if any(cell != 0 for cell in cells))
    sentence = _("Needs that nobody met in twelve months: %(reasons)s.") % {"reasons": said} if said else _(
        "No need was left unmet in twelve months.")
    return Section(
        "referrals", _("Referrals and unmet needs"), sentence, (_("Referrals"), _("Share")),
        bars_of(rows, most=100),
        more=(_("What is needed and nobody gives"), reverse("web:unmet")),
    )


def absences(lines: Mapping[str, results.Line], names: Mapping[int, str]) -> Section | None:
    """Unexcused absences per pupil, of all and commune by commune; of a nation they stand a county at a time behind."""
    line = lines.get("absences_mean")
    last = line.now.measured if line and line.now else None
    if line is None or last is None or last.value is None:
        return None
    unit = line.indicator.row["unit"]
    rows = [
        Row(names[code], one.value if one else None, value_shown(one, unit),
            _("of %(whole)s pupils") % {"whole": number(round(one.denominator))} if one and one.denominator else "",
            mark=last.value)
        for code, one in line.communes.items() if one is None or one.denominator
    ]
    rows.sort(key=lambda row: row.name)
    return Section(
        "absences", _("Absences from school"),
        _("%(hours)s of unexcused absence per pupil in a term, as last told by the families.") % {
            "hours": in_unit(last.value, unit)},
        (_("Commune"), _("Hours per pupil")), bars_of(rows),
        more=(_("How it is counted") if rows else _("County by county"),
              reverse("web:indicator", args=["absences_mean"])),
    )


def workload(lines: Mapping[str, results.Line], book: Words) -> Section | None:
    """What each worker carries, and the time in the field that the law asks for."""
    rows = _rows(("field_share",), lines, book)
    carried = [
        f"{book.named(line.indicator.row)}: {value_shown(line.now.measured, line.indicator.row['unit'])}"
        for code in ("households_per_worker", "cases_per_manager", "visits_done")
        if (line := lines.get(code)) is not None and line.now is not None
    ]
    if not rows and not carried:
        return None
    return Section(
        "workload", _("Who carries it"), "; ".join(carried) + "." if carried else "",
        (_("Time"), _("Share")), bars_of([_marked(row, FIELD_TARGET) for row in rows], most=100),
        more=(_("Every indicator"), reverse("web:indicators")),
    )


def _rows(codes: tuple[str, ...], lines: Mapping[str, results.Line], book: Words) -> list[Row]:
    """The last month of some shares in which anything was there to count."""
    rows = []
    for code in codes:
        line = lines.get(code)
        point = next((one for one in reversed(line.points) if one.measured is None or one.measured.denominator), None
                     ) if line else None
        if line is None or point is None:
            continue
        last = point.measured
        note = _parts(round(last.numerator), round(last.denominator or 0)) if last and code != "field_share" else ""
        rows.append(Row(
            book.named(line.indicator.row), last.value if last else None, value_shown(last, line.indicator.row["unit"]),
            ", ".join(part for part in (note, month_in_words(point.month)) if part),
            reverse("web:indicator", args=[code]),
        ))
    return rows


def _marked(row: Row, mark: float) -> Row:
    return replace(row, mark=mark)


def _share(part: float, whole: float) -> float | None:
    return 100 * part / whole if whole else None


def _parts(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": number(part), "whole": number(whole)} if whole else ""


def _count(count: int | None) -> str:
    return _("withheld") if count is None else number(count)


def _together(cells: Sequence[int | None]) -> str:
    """The sum of what may be told, or that none of it may."""
    count = sum(cell or 0 for cell in cells)
    return at_least(count, short=None in cells)
