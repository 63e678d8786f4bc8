"""The evidence pack of a study: report, tables, figures, definitions, and the code that works out every number again.

Nothing in it is of a person: cells of communes by round, as they may be told to anybody. The same cells give the same
files; only the report says who made it and on which day.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vatra.access.queries import Worker
from vatra.papers.blocks import Author, Block, Heading, Paper, Points, Row, Rows, Said, Table
from vatra.papers.printing import pdf_of
from vatra.places import queries as places
from vatra.releases.figures import course
from vatra.releases.models import Study
from vatra.releases.open_files import LICENCE, archive_of
from vatra.releases.pack_words import TABLES, readme
from vatra.releases.studies import frozen, outcomes_of, plan_in_force
from vatra.releases.study_results import SEED, Outcome
from vatra.releases.study_rounds import cells_of, outcomes
from vatra.results import evaluation
from vatra.results.evaluation.bootstrap import DRAWS

FILES = Path(__file__).parent / "pack_files"
REQUIREMENTS = "numpy>=1.26\n"
ESTIMATES = ("before_after", "difference_in_differences", "two_way_fixed_effects", "wild_bootstrap")


def pack_of(study: Study, *, by: Worker, on: date) -> bytes:
    """The pack as one archive. Raises CannotStudy, and CannotPrint where the server cannot make PDFs."""
    plan, cells, found = plan_in_force(study), cells_of(study), outcomes(study)
    defined = {code: dict(one.row) for code, one in outcomes_of(frozen(study)).items() if code in plan.outcomes}
    names, arms = places.communes(list(plan.communes)), {True: _("with the work"), False: _("comparison")}
    described = plan.model_dump(mode="json") | {
        "uuid": str(study.uuid), "title": study.title, "registered": study.at.isoformat(), "rulebook": study.rulebook,
        "seed": SEED, "draws": DRAWS,
        "changes": [{"at": one.at.isoformat(), "words": one.words, "plan": one.plan} for one in study.changes.order_by(
            "at", "id")],
    }
    made = {
        "report.pdf": pdf_of(_report(study, found, defined, by=by, on=on)),
        "README.txt": readme(title=study.title, question=plan.question, rulebook=study.rulebook).encode(),
        "study.json": _json(described),
        "cells.csv": _table("cells.csv", (
            (cell.indicator, cell.month, cell.commune_id, names[cell.commune_id].name,
             "treated" if cell.commune_id in plan.treated else "comparison", cell.value, cell.numerator,
             cell.denominator, "true" if cell.withheld else "false") for cell in cells)),
        "results.csv": _table("results.csv", (row for one in found for row in _results(one))),
        "rounds.csv": _table("rounds.csv", (
            (one.code, "treated" if arm else "comparison", month, mean)
            for one in found for (arm, month), mean in sorted(one.means.items()))),
        "event_study.csv": _table("event_study.csv", (
            (one.code, month, estimate.effect, estimate.error, estimate.low, estimate.high, estimate.p_value)
            for one in found if one.event for month, estimate in sorted(one.event.rounds.items()))),
        "losses.csv": _table("losses.csv", (
            (one.code, month, "treated" if arm else "comparison", share)
            for one in found if one.losses for month, by_arm in sorted(one.losses.missing.items())
            for arm, share in sorted(by_arm.items()))),
        "definitions.csv": _table("definitions.csv", (
            [row.get(name, "") for name in TABLES["definitions.csv"]] for row in defined.values())),
        **{f"figures/{one.code}.svg": course(_named(defined[one.code]), arms, one.means, begun=plan.begun,
                                             unit=defined[one.code]["unit"]).encode() for one in found if one.means},
        "rerun.py": (FILES / "rerun.py.txt").read_bytes(),
        "distributions.py": (Path(evaluation.__file__).parent / "distributions.py").read_bytes(),
        "requirements.txt": REQUIREMENTS.encode(),
    }
    made["datapackage.json"] = _package(study, made)
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in made.items())
    return archive_of(made | {"checksums.txt": sums.encode()})


def _results(one: Outcome) -> Iterable[Sequence[Any]]:
    for name, estimate in zip(ESTIMATES, (one.before_after, one.two_by_two, one.fixed_effects), strict=False):
        if estimate is not None:
            yield (one.code, name, estimate.effect, estimate.error, estimate.low, estimate.high, estimate.p_value,
                   estimate.clusters, estimate.observations)
    if one.bootstrap is not None and one.fixed_effects is not None:
        drawn = one.bootstrap
        yield (one.code, "wild_bootstrap", one.fixed_effects.effect, None, drawn.low, drawn.high, drawn.p_value,
               one.fixed_effects.clusters, one.fixed_effects.observations)


def _table(name: str, rows: Iterable[Sequence[Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(TABLES[name])
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _json(said: Mapping[str, Any]) -> bytes:
    return (json.dumps(said, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def _package(study: Study, made: Mapping[str, bytes]) -> bytes:
    resources = [
        {"name": name.lower().replace("/", "-").replace(".", "-").replace("_", "-"), "path": name,
         "bytes": len(content), "hash": f"sha256:{sha256(content).hexdigest()}",
         **({"profile": "tabular-data-resource", "format": "csv", "encoding": "utf-8",
             "schema": {"fields": [{"name": column, "type": kind, "description": words}
                                   for column, (kind, words) in TABLES[name].items()],
                        "missingValues": [""]}} if name in TABLES else {})}
        for name, content in made.items()
    ]
    return _json({"profile": "data-package", "name": f"vatra-study-{study.uuid}", "title": study.title,
                  "licenses": [LICENCE], "rulebook": study.rulebook, "resources": resources})


def _named(row: Mapping[str, str]) -> str:
    return row[f"name_{'en' if get_language() == 'en' else 'ro'}"]


def _report(
    study: Study, found: Sequence[Outcome], defined: Mapping[str, Mapping[str, str]], *, by: Worker, on: date
) -> Paper:
    plan = plan_in_force(study)
    names = places.communes(list(plan.communes))
    blocks: list[Block] = [
        Rows((
            Row(_("Question"), plan.question), Row(_("Registered"), f"{study.at:%Y-%m-%d}"),
            Row(_("Communes with the work"), ", ".join(names[code].name for code in plan.treated)),
            Row(_("Communes to compare with"), ", ".join(names[code].name for code in plan.comparison)),
            Row(_("Rounds"), ", ".join(map(month_in_words, plan.rounds))),
            Row(_("The work begins"), month_in_words(plan.begun)),
        )),
        Said((_("Every number rests on cells of communes that may be told to anybody; a withheld cell is missing. "
                "“rerun.py” works all of them out again from “cells.csv”."),)),
    ]
    changes = [f"{one.at:%Y-%m-%d}: {one.words}" for one in study.changes.order_by("at", "id")]
    if changes:
        blocks += [Heading(_("Changed after it was registered")), Points(tuple(changes))]
    for one in found:
        blocks += _of_outcome(one, _named(defined[one.code]), defined[one.code]["unit"])
    return Paper(
        kind="study", title=study.title, laws=(), blocks=tuple(blocks), author=Author(by.full_name, "", ""), on=on,
        rulebook=study.rulebook, language="en" if get_language() == "en" else "ro", official=False,
    )


def _of_outcome(one: Outcome, name: str, unit: str) -> list[Block]:
    blocks: list[Block] = [Heading(f"{name} ({unit})" if unit else name)]
    if one.means:
        rounds = sorted({month for _arm, month in one.means})
        blocks.append(Table(_("Means by round"), (_("Round"), _("with the work"), _("comparison")), tuple(
            (month_in_words(month), *(_number(one.means.get((arm, month))) for arm in (True, False)))
            for month in rounds)))
    if one.refused or one.fixed_effects is None:
        return [*blocks, Said((one.refused or _("No round is counted yet."),))]
    heads = (_("Comparison"), _("Effect"), _("From"), _("Up to"), "p")
    blocks.append(Table(_("Effects"), heads, effects_in_words(one)))
    notes = notes_of(one)
    return [*blocks, Points(notes)] if notes else blocks


def effects_in_words(one: Outcome) -> tuple[tuple[str, str, str, str, str], ...]:
    """Each estimate: what is compared, effect, interval, p-value."""
    words = {"before_after": _("before and after, communes with the work"),
             "difference_in_differences": _("difference in differences"),
             "two_way_fixed_effects": _("with a level for each commune and round"),
             "wild_bootstrap": _("the same, wild bootstrap by commune")}
    return tuple((words[row[1]], _number(row[2]), _number(row[4]), _number(row[5]), _chance(row[6]))
                 for row in _results(one))


def notes_of(one: Outcome) -> tuple[str, ...]:
    """How far an outcome can be relied on, in sentences."""
    said = []
    if one.event is not None and one.event.alike_before is not None:
        said.append(_("Before the work began both arms moved alike: p = %(p)s (a small p speaks against it).")
                    % {"p": _chance(one.event.alike_before)})
    if one.losses is not None:
        missing = one.losses.missing[max(one.losses.missing)]
        said.append(_("Cells missing in the last round: %(treated)s with the work, %(comparison)s of the comparison.")
                    % {"treated": share_in_words(missing[True]), "comparison": share_in_words(missing[False])})
    if one.detectable is not None:
        said.append(_("The smallest effect that these communes could show in four tries of five: %(effect)s.")
                    % {"effect": _number(one.detectable)})
    return tuple(said)


def month_in_words(month: int) -> str:
    """YYYYMM as 2026-07."""
    return f"{month // 100}-{month % 100:02d}"


def _number(value: float | None) -> str:
    return "–" if value is None else formats.number_format(value, 2)


def _chance(p_value: float) -> str:
    return f"< {formats.number_format(0.001, 3)}" if p_value < 0.0005 else formats.number_format(p_value, 3)


def share_in_words(value: float | None) -> str:
    """A share from 0 to 1 in percent."""
    return "–" if value is None else f"{100 * value:.0f}\N{NO-BREAK SPACE}%"
