"""Drafts of the method as rulebooks: built from the one in force and their edits, checked, kept ready in memory."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from vatra.assessment.rulebooks import folder_in_force, rulebook_in_force
from vatra.base.refusal import Refusal
from vatra.method import Mistake, Program, compile_rulebook, inspect_rulebook
from vatra.method.comparing import Difference, diff
from vatra.method.editing import Edit, NoSuchCell, edits_of, next_version, write_edited
from vatra.method.examples import outcomes
from vatra.method.mistakes import BadInput
from vatra.method.rulebook import Example
from vatra.releases.models import MethodDraft


class CannotChangeMethod(Refusal):
    """A change of the method that cannot be; says why."""

    code = "cannot_change_method"


@dataclass(frozen=True)
class Built:
    """A draft as a rulebook beside the one in force. `after` None: it has mistakes.

    `failing`: cases of the rulebook whose finding would be another, with what the draft finds.
    """

    edits: tuple[Edit, ...]
    before: Program
    after: Program | None
    mistakes: tuple[Mistake, ...]
    differences: tuple[Difference, ...]
    failing: tuple[tuple[Example, str, int | None], ...]

    @property
    def of(self) -> str:
        """The digest of what is compared, the same on every day; with another, trials tell of something else."""
        edits = json.dumps([edit.as_list() for edit in self.edits], ensure_ascii=False)
        return sha256(f"{self.before.content_hash}/{edits}".encode()).hexdigest()


def built(draft: MethodDraft, *, on: date) -> Built:
    """The draft over the rulebook in force on a day, as if it were valid from that day on."""
    return _built(edits_of(draft.edits), draft.reason, str(folder_in_force(on=on)), rulebook_in_force(on=on), on)


@lru_cache(maxsize=8)
def _built(edits: tuple[Edit, ...], reason: str, folder: str, before: Program, on: date) -> Built:
    try:
        with laid_out(edits, reason=reason, folder=Path(folder), before=before, since=on) as laid:
            found = inspect_rulebook(laid)
    except NoSuchCell as cell:
        raise _gone(cell) from None
    if found.mistakes:
        return Built(edits, before, None, tuple(found.mistakes), (), ())
    after = compile_rulebook(found.rulebook)
    differences = [one for one in diff(before.rulebook, found.rulebook) if one.file != "rulebook.csv"]
    return Built(edits, before, after, (), tuple(differences), tuple(_failing(after)))


def _gone(cell: NoSuchCell) -> CannotChangeMethod:
    return CannotChangeMethod(
        _("The method in force has no cell “%(cell)s” (any more). Take this change back and make it anew."),
        code="no_such_cell", cell=str(cell)[:120],
    )


@contextmanager
def laid_out(
    edits: Sequence[Edit], *, reason: str, folder: Path, before: Program, since: date, within: Path | None = None
) -> Iterator[Path]:
    """The rulebook of a folder with edits as a folder for a while. Raises `NoSuchCell`."""
    if within is not None:
        within.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".draft-", dir=within) as place:
        target = Path(place) / "rulebook"
        version = next_version(before.rulebook.about["version"], since=since)
        write_edited(folder, target, edits, since=since, version=version, note=" ".join(reason.split()))
        yield target


def _failing(program: Program) -> Iterator[tuple[Example, str, int | None]]:
    """The cases whose expected finding is not the one found, with the one found."""
    for example in program.rulebook.examples:
        expected = (example.state, example.severity if example.state == "present" else None)
        try:
            found = outcomes(program, example)
        except BadInput:
            found = []
        if not any(state == expected[0] and expected[1] in (None, severity) for state, severity in found):
            yield (example, *(found[0] if found else ("unknown", None)))


def agreed_cases(built: Built) -> list[Edit]:
    """The edits that make every failing case expect what the draft finds."""
    return [
        Edit(example.at.file, example.name, column, value)
        for example, state, severity in built.failing
        for column, value in (("expect_state", state), ("expect_severity", str(severity or "")))
    ]
