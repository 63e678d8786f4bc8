"""The versions of the open data and their cells, as they were published."""

from __future__ import annotations

from vatra.releases.models import DataRelease, OpenCell

KEPT = ("code", "name_ro", "name_en", "formula", "numerator", "denominator", "unit", "period", "source")


def releases() -> list[DataRelease]:
    """Every version, the newest first."""
    return list(DataRelease.objects.select_related("by").order_by("-version"))


def first_cells(release: DataRelease, *, number: int) -> list[OpenCell]:
    """The first cells of the last year of a version, in the order of the files."""
    rows = OpenCell.objects.filter(release__version__lte=release.version, year=release.summary.get("last"))
    return list(rows.select_related("commune").order_by("indicator", "year", "commune_id")[:number])


def cells_of(version: int) -> list[OpenCell]:
    """The cells of a version, with those of the versions before it, in the order of the files."""
    rows = OpenCell.objects.filter(release__version__lte=version).select_related("commune__county", "release")
    return list(rows.order_by("indicator", "year", "commune_id"))


def definitions_of(version: int) -> list[dict[str, str]]:
    """How the indicators of a version are defined, by code: as the version said that first brought each."""
    found: dict[str, dict[str, str]] = {}
    for definitions in DataRelease.objects.filter(version__lte=version).order_by("version").values_list(
        "definitions", flat=True
    ):
        for one in definitions:
            found.setdefault(one["code"], one)
    return [found[code] for code in sorted(found)]
