"""Bringing submissions in: read, prepare, receive in batches, each household whole or not at all."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TextIO

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.access.queries import Worker
from vatra.exchange.form import Form
from vatra.exchange.submission_csv import Table, read_tables
from vatra.exchange.submission_drafts import Prepared, prepared
from vatra.exchange.submission_files import Given, opened
from vatra.exchange.submission_trees import Told, read_instance, read_json
from vatra.exchange.submissions import Submission, SubmissionRefused
from vatra.register.entries import Receipt, receive

BATCH = 50  # households received together
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """What was not taken, where it stands, and why."""

    file: str
    row: int
    column: str
    refusal: SubmissionRefused


@dataclass(slots=True)
class Imported:
    """What became of the submissions of some files."""

    new: int = 0
    duplicate: int = 0
    refused: list[RefusedRow] = field(default_factory=list)
    members: int = 0
    left_out: Counter[str] = field(default_factory=Counter)

    def refuse(self, file: str, refusal: SubmissionRefused) -> None:
        """One more that was not taken; the frames it passed through, and what they held, are let go."""
        refusal.__traceback__ = refusal.__context__ = None
        self.refused.append(RefusedRow(file, refusal.row, refusal.column, refusal))


class _TakenBack(Exception):
    """Undo what a transaction has done so far."""


def told_by(paths: list[Path], form: Form, *, expect: Callable[[int], None] = lambda more: None) -> Iterator[Told]:
    """Every submission of some files, or a file's name and why something in it is refused.

    `expect` is told of how many more may come, as soon as that can be seen.
    """
    tables: list[Table] = []
    for given in opened(paths):
        if isinstance(given, tuple):
            yield given
            continue
        try:
            if given.kind == "csv":
                tables.append(Table(given, form))
                expect(0 if tables[-1].is_of_members else given.text.count("\n"))
            else:
                expect(1 if given.kind == "xml" else given.text.count("instanceID"))
                yield from _read_tree(given, form)
        except SubmissionRefused as refusal:
            yield given.name, refusal
    try:
        yield from read_tables(tables)
    except SubmissionRefused as refusal:
        yield tables[-1].name if tables else "", refusal


def _read_tree(given: Given, form: Form) -> Iterator[Told]:
    return read_instance(given, form) if given.kind == "xml" else read_json(given, form)


def import_submissions(
    told: Iterable[Told], form: Form, *, by: Worker, at: datetime, commune: int | None, dry_run: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> Imported:
    """Receive submissions as a worker; with `dry_run` everything is tried and nothing kept."""
    imported = Imported()
    waiting = iter(_prepared_each(told, form, commune, imported, progress))
    while batch := list(islice(waiting, BATCH)):
        _receive_whole(batch, imported, by=by, at=at, dry_run=dry_run)
        progress(len(batch))
    return imported


def _prepared_each(
    told: Iterable[Told], form: Form, commune: int | None, imported: Imported, progress: Callable[[int], None]
) -> Iterator[Prepared]:
    """The submissions that can be prepared; the others are refused, as is a CNP that stands twice."""
    bearers: dict[str, str] = {}
    for one in told:
        try:
            if not isinstance(one, Submission):
                file, refusal = one
                imported.refuse(file, refusal)
                continue
            ready = prepared(one, form, commune=commune)
            _check_cnps(ready, bearers)
        except SubmissionRefused as refusal:
            imported.refuse(one.file if isinstance(one, Submission) else one[0], refusal)
            progress(1)
            continue
        yield ready


def _check_cnps(ready: Prepared, bearers: dict[str, str]) -> None:
    for number, column in ready.cnps:
        if bearers.setdefault(number, ready.submission.instance) != ready.submission.instance:
            raise SubmissionRefused(
                _("The same CNP stands in another household of these files: find out which is right."),
                code="same_cnp_twice",
            ).at(ready.submission.row, column)


def _receive_whole(batch: list[Prepared], imported: Imported, *, by: Worker, at: datetime, dry_run: bool) -> None:
    """Receive households of which every entry holds; the others are taken out and the rest tried again."""
    while batch:
        try:
            with transaction.atomic():
                receipts = receive([draft for one in batch for draft in one.drafts], by=by, at=at)
                fates = _fates(batch, receipts)
                if dry_run or any(fate.faulty for fate in fates):
                    raise _TakenBack
        except _TakenBack:
            for fate in fates:
                if fate.faulty:
                    imported.refuse(fate.prepared.submission.file, _refusal_of(fate))
            batch = [fate.prepared for fate in fates if not fate.faulty]
            if not dry_run or len(batch) < len(fates):
                continue
        for fate in fates:
            imported.duplicate += fate.is_duplicate
            imported.new += not fate.is_duplicate
            if not fate.is_duplicate:
                imported.members += len(fate.prepared.submission.members)
                imported.left_out.update(fate.prepared.left_out)
        return


@dataclass(frozen=True, slots=True)
class _Fate:
    """One household with the receipts of its entries."""

    prepared: Prepared
    receipts: Sequence[Receipt]

    @property
    def faulty(self) -> Receipt | None:
        """The first entry that was not taken."""
        return next((one for one in self.receipts if one.outcome in ("to_settle", "refused")), None)

    @property
    def is_duplicate(self) -> bool:
        """Whether the register had all of it."""
        return all(one.outcome == "duplicate" for one in self.receipts)


def _fates(batch: list[Prepared], receipts: Sequence[Receipt]) -> list[_Fate]:
    left = iter(receipts)
    return [_Fate(one, list(islice(left, len(one.drafts)))) for one in batch]


def _refusal_of(fate: _Fate) -> SubmissionRefused:
    receipt = fate.faulty
    assert receipt is not None
    if receipt.reason_code == "not_permitted":
        reason: str | Promise = _("On that day the worker held no role that may record this in this commune.")
    else:
        reason = receipt.reason or ""
    refusal = SubmissionRefused(reason, code=receipt.reason_code or "refused")
    return refusal.at(fate.prepared.submission.row)


def write_report(refused: Iterable[RefusedRow], file: TextIO) -> None:
    """The rows that were not taken, as CSV that a spreadsheet opens without running anything."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(["file", "row", "column", "code", "reason_ro", "reason_en"])
    for one in refused:
        cells = [one.file, str(one.row or ""), one.column, one.refusal.code, *map(one.refusal.message, ("ro", "en"))]
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in cells])
