"""Date deschise: what anybody may read without an account, with its dictionary, licence and versions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from vatra.releases.open_cells import definitions_of, first_cells, releases
from vatra.releases.open_files import LICENCE, NAMES, file_of, names_kept
from vatra.web.me import today
from vatra.web.method_words import words
from vatra.web.present.indicators import in_unit, unit_in_words
from vatra.web.templatetags.page import number

FILES = {
    "indicators.csv": lazy("the numbers, for a spreadsheet (CSV, with HXL tags)"),
    "indicators.parquet": lazy("the numbers, for programs (Parquet)"),
    "dictionary.csv": lazy("the dictionary: what each indicator counts"),
    "datapackage.json": lazy("the description that programs read (Data Package)"),
    "checksums.txt": lazy("checksums, to see that nothing was altered"),
    "vatra-date-deschise.zip": lazy("everything together"),
}
SHOWN = 200  # numbers that the page shows; the files hold all


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    """The newest version with its numbers, and the earlier ones: read as they were kept, nothing is counted here."""
    every, kept = releases(), names_kept()
    shown = [{"version": one.version, "at": one.at, "words": one.words, "rulebook": one.rulebook, "files": [
        {"name": name, "words": FILES[name], "address": reverse("web:open_file", args=[one.version, name])}
        for name in kept.get(one.version, ())]} for one in every]
    book = words(on=today())
    newest = every[0].version if every else 0
    definitions = definitions_of(newest)
    named = {one["code"]: one[f"name_{book.language}"] for one in definitions}
    units = {one["code"]: one["unit"] for one in definitions}
    cells = first_cells(every[0], number=SHOWN) if every else []
    summary = every[0].summary if every else {}
    rows = [
        {"indicator": named[cell.indicator], "commune": cell.commune.name, "year": str(cell.year),
         "value": _("withheld") if cell.withheld else _shown(cell.value, units[cell.indicator]),
         "of": "" if cell.denominator is None else number(round(cell.denominator))}
        for cell in cells
    ]
    return render(request, "web/screens/open_data.html", {
        "versions": shown, "rows": rows, "rest": summary.get("numbers", 0) - len(rows), "licence": LICENCE,
        "definitions": [{"name": one[f"name_{book.language}"], "formula": one["formula"],
                         "unit": unit_in_words(one["unit"]),
                         "numerator": one["numerator"], "denominator": one["denominator"]} for one in definitions],
        "communes": summary.get("communes", 0),
        "empty": {"title": _("No data are open yet"),
                  "words": _("They stand here once somebody has decided so with “vatra results publish”.")},
    })


def _shown(value: float | None, unit: str) -> str:
    return _("nothing to count") if value is None else in_unit(value, unit)


@require_safe
def open_file(request: HttpRequest, version: int, file: str) -> HttpResponse:
    """One file of a version, as often as anybody asks the same bytes."""
    content = file_of(version, file)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type=NAMES[file])
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
