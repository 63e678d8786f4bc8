"""The order of evaluation: a derived fact or a vulnerability after everything it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from vatra.method.tree import Fact, Found, Node, OverMembers, walk


class Cycle(Exception):
    """Things that refer to each other in a circle; `path` starts and ends with the same code."""

    def __init__(self, path: list[str]) -> None:
        self.path = path
        super().__init__(" → ".join(path))


def refers_to(nodes: Iterable[Node]) -> list[str]:
    """Codes of facts and vulnerabilities named in some trees, each once, in order of appearance."""
    found = (part.code for node in nodes for part in walk(node) if isinstance(part, Fact | Found))
    return list(dict.fromkeys(found))


def in_order(references: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """The codes so that each stands after those it refers to. Raises `Cycle`.

    Without recursion: a chain of references may be longer than Python's stack.
    """
    done: dict[str, None] = {}
    for start in references:
        stack = [] if start in done else [(start, iter(references[start]))]
        while stack:
            code, rest = stack[-1]
            following = next((each for each in rest if each in references and each not in done), None)
            if following is None:
                done[code] = None
                stack.pop()
                continue
            path = [each for each, _ in stack]
            if following in path:
                raise Cycle([*path[path.index(following) :], following])
            stack.append((following, iter(references[following])))
    return tuple(done)


class Block(NamedTuple):
    """What is computed together, for every subject of one kind: derived facts and vulnerabilities, in order."""

    stage: int
    scope: str  # household | child | adult | pregnant | member
    codes: tuple[str, ...]


def blocks(order: Iterable[str], scopes: Mapping[str, str], trees: Mapping[str, tuple[Node, ...]]) -> tuple[Block, ...]:
    """Cuts an order into blocks: a value of somebody else must be ready one stage before it is used."""
    stage: dict[str, int] = {}
    grouped: dict[tuple[int, str], list[str]] = {}
    for code in order:
        here = 0
        for referred in refers_to(trees[code]):
            if referred in stage:
                across = scopes[referred] != scopes[code] or counted(referred, trees[code])
                here = max(here, stage[referred] + across)
        stage[code] = here
        grouped.setdefault((here, scopes[code]), []).append(code)
    return tuple(Block(number, scope, tuple(codes)) for (number, scope), codes in sorted(grouped.items()))


def counted(code: str, nodes: Iterable[Node]) -> bool:
    """Whether a code is used within any/all/count/sum over members."""
    over = (part for node in nodes for part in walk(node) if isinstance(part, OverMembers))
    return any(code in refers_to([part.of]) for part in over)
