"""A change of the method over a file of children: one that the administrator named, or one given to the command.

No register is behind it, so nobody is told exactly on a page. What is counted is kept piece by piece in a file of
numbers, named by what is compared, as of which day and over which bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from vatra.method import Program
from vatra.releases.counting import OVER_A_FILE, way_of_counting
from vatra.releases.drafts import CannotChangeMethod
from vatra.results.population import BadPopulation
from vatra.results.population.change import Change, change_in_population
from vatra.results.population.kept import KeptPieces, seen


@dataclass(frozen=True, slots=True)
class PopulationFile:
    """A file of children that pages may read; they know it by its key, and never by a path."""

    key: str
    path: Path

    @property
    def name(self) -> str:
        """What its editors read."""
        return self.path.name


def population_files() -> dict[str, PopulationFile]:
    """The files that the administrator named, by key (see VATRA_POPULATIONS)."""
    named = [PopulationFile(sha256(str(path).encode()).hexdigest()[:12], path) for path in settings.POPULATIONS]
    return {one.key: one for one in named}


def kept_pieces(path: Path, before: Program, after: Program, *, on: date) -> KeptPieces:
    """What was counted of a file for a pair of rulebooks as of a day. Raises OSError."""
    of = sha256(f"{before.content_hash}/{after.content_hash}/{on}/{seen(path).digest}".encode()).hexdigest()[:32]
    return KeptPieces(Path(settings.HOME) / "trials" / f"{of}.pieces.jsonl", way_of_counting(OVER_A_FILE))


def is_begun(file: PopulationFile, before: Program, after: Program, *, on: date) -> bool:
    """Whether something of a file was counted today."""
    try:
        return any(True for _piece in kept_pieces(file.path, before, after, on=on))
    except OSError:
        return False


@dataclass(frozen=True, slots=True)
class FileTried:
    """How far a file is counted: `of` rows, about as many where a file does not say.

    `older`: there are numbers of an older way of counting, which are left out.
    """

    found: Change
    of: int
    older: bool


def tried(
    file: PopulationFile, before: Program, after: Program, *, on: date, enough: Callable[[], bool] = lambda: True
) -> FileTried:
    """What a change moves in a file, as far as it is counted when it is enough; by default what was kept before.

    Raises CannotChangeMethod for a file that is not there or does not fit.
    """
    try:
        kept = kept_pieces(file.path, before, after, on=on)
        found = change_in_population(file.path, before, after, on=on, kept=kept, enough=enough)
        return FileTried(found, max(found.rows, found.of or seen(file.path).lines), kept.older)
    except OSError:
        raise CannotChangeMethod(
            _("The file %(file)s is not there. Ask the administrator, who named it."), code="no_file", file=file.name,
        ) from None
    except BadPopulation as bad:  # what stands in its cells is not said on a page
        raise CannotChangeMethod(
            _("The file %(file)s does not fit the method (row %(row)s, column “%(column)s”). The command vatra "
              "rulebook simulate --population says why."), code="bad_file",
            file=file.name, row=bad.cells[0].row, column=bad.cells[0].column[:60],
        ) from None
