"""By which code a trial is counted, and over which entries: what was counted otherwise is told apart, never added.

The digest of the code leaves out comments and docstrings, so that mending words makes no number old.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from vatra.assessment.compared import communes_assessed
from vatra.register.verify import Head, heads
from vatra.releases.models import Trial, Tried

ENGINE = "vatra.method"
OVER_THE_REGISTER = (
    ENGINE, "vatra.assessment.answers", "vatra.assessment.compared", "vatra.assessment.evaluation",
    "vatra.assessment.facts", "vatra.assessment.judged", "vatra.assessment.ledger", "vatra.assessment.levels",
    "vatra.assessment.lived", "vatra.assessment.merged", "vatra.releases.moved", "vatra.results.population.splits",
)
OVER_A_FILE = (ENGINE, "vatra.results.population")


@cache
def way_of_counting(modules: tuple[str, ...] = OVER_THE_REGISTER) -> str:
    """The digest of the code of some modules and packages: another one counts in another way."""
    digest = sha256()
    for module in modules:
        for path in _files(module):
            digest.update(f"{module}\0{path.name}\0{_code(path)}\0".encode())
    return digest.hexdigest()


def _files(module: str) -> list[Path]:
    spec = find_spec(module)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(module)
    return sorted(Path(spec.origin).parent.glob("*.py")) if spec.submodule_search_locations else [Path(spec.origin)]


def _code(path: Path) -> str:
    """What a file does, without what it says of itself."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(
            node, clean=False
        ) is not None:
            del node.body[0]
    return ast.dump(tree)


@dataclass(frozen=True, slots=True)
class CountedOver:
    """What a trial was counted over: `entries` in all, None where it was not kept yet.

    `older`: by another way of counting than today's. `since`: entries that came to its communes since; `communes` that
    have other entries by now than when they were counted, or were not there then.
    """

    entries: int | None
    older: bool
    since: int
    communes: int

    @property
    def stands(self) -> bool:
        """Whether counting again today would give the same."""
        return not self.older and self.communes == 0


def counted_over(trial: Trial) -> CountedOver:
    """What a trial was counted over, beside the register of now."""
    rows = Tried.objects.filter(trial=trial).values_list("commune_id", "number", "digest")
    then = {commune: Head(commune, number, digest) for commune, number, digest in rows if number is not None}
    now = {head.commune: head for head in heads()}
    moved = [code for code in {*then, *communes_assessed()} if now.get(code) != then.get(code)]
    return CountedOver(
        entries=sum(head.number for head in then.values()) if then else None,
        older=trial.counting != way_of_counting(),
        since=sum(max(0, _number(now.get(code)) - _number(then.get(code))) for code in moved),
        communes=len(moved),
    )


def _number(head: Head | None) -> int:
    return head.number if head is not None else 0
