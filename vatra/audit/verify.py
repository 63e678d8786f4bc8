"""Finds what was deleted, changed, put elsewhere or cut off in the audit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vatra.audit.chain import Tie, digest_of_row, digest_of_strand, ends
from vatra.audit.models import AuditRow, Strand


@dataclass(frozen=True)
class Fault:
    """One place where the audit is not as it was written: `what` is missing, changed, reordered or cut_off."""

    strand: int
    number: int | None  # None: the strand itself
    what: str


@dataclass
class Verified:
    """What was looked at and what was found wrong."""

    strands: int = 0
    rows: int = 0
    faults: list[Fault] = field(default_factory=list)


def verify(kept: Iterable[Tie] = ()) -> Verified:
    """Walk every strand and every row once.

    `kept` are ends written down earlier and elsewhere (`ends_now`): with them even the loss of the newest
    rows and strands is found, which no chain can show by itself.
    """
    result = Verified()
    tied: dict[int, dict[int, str]] = {}
    strands = []
    for strand in _strands(result):
        strands.append(strand)
        for number, last, digest in strand.ties:
            tied.setdefault(number, {})[last] = digest
    for number, last, digest in kept:
        tied.setdefault(number, {})[last] = digest
    for strand in strands:
        _walk(strand, tied.pop(strand.number, {}), result)
    result.faults += [Fault(number, None, "missing") for number in sorted(tied) if number > result.strands]
    return result


def ends_now() -> list[Tie]:
    """The end of every strand, to be kept outside this machine and given to `verify` another day."""
    return ends(list(Strand.objects.order_by("number").values_list("number", flat=True)))


def _strands(result: Verified) -> Iterator[Strand]:
    """The strands in order, their own chain looked at on the way."""
    previous, expected = "", 1
    for strand in Strand.objects.order_by("number"):
        result.faults += [Fault(number, None, "missing") for number in range(expected, strand.number)]
        if strand.number == expected and strand.previous != previous:
            result.faults.append(Fault(strand.number, None, "reordered"))
        if strand.digest != digest_of_strand(strand):
            result.faults.append(Fault(strand.number, None, "changed"))
        previous, expected = strand.digest, strand.number + 1
        result.strands += 1
        yield strand


def _walk(strand: Strand, tied: dict[int, str], result: Verified) -> None:
    """The rows of a strand: numbers without gaps, each chained to the one before, ties where they were."""
    previous, expected = strand.digest, 1
    for row in AuditRow.objects.filter(strand=strand.number).order_by("number").iterator(2000):
        result.rows += 1
        what = _what_is_wrong(row, strand, previous, expected)
        if what is None and row.number in tied and tied[row.number] != row.digest:
            what = "changed"  # the rest of the strand was chained anew
        if what is not None:
            result.faults.append(Fault(strand.number, row.number if what != "missing" else expected, what))
        previous, expected = row.digest, row.number + 1
    if tied and max(tied) >= expected:
        result.faults.append(Fault(strand.number, expected, "cut_off"))


def _what_is_wrong(row: AuditRow, strand: Strand, previous: str, expected: int) -> str | None:
    if row.number != expected:
        return "missing"
    if row.digest != digest_of_row(row, strand.uuid):
        return "changed"
    return "reordered" if row.previous != previous else None
