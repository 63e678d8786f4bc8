"""Regular expressions of constraints: a subset that any engine runs in linear time, the same in Python and JavaScript.

Groups are not repeated (they may be left out), at most one part repeats without a limit, and the ways in which
the others can share a text are few: `(a+)+$` is refused when it is read, before anybody types.
"""

from __future__ import annotations

import re

from vatra.method.mistakes import Unreadable

LONGEST = 200
MOST_WAYS = 1_000
_PIECE = re.compile(
    r"""(?P<piece>\\[dws.\-/\\()\[\]{}+*?|^$]|\[\^?(?:\\[dws\-\]\[\\.^/]|[^\\\[\]])+\]|[^\\\[\](){}+*?|^$])
        (?P<times>[?*+]|\{\d{1,3}(?:,\d{0,3})?\})?""",
    re.VERBOSE | re.ASCII,
)
_RANGE = re.compile(r"\{(\d+)(,)?(\d*)\}")


def checked(pattern: str) -> str:
    """The pattern without its ^ and $, for matching whole texts. Raises `Unreadable` when it is outside the subset."""
    if len(pattern) > LONGEST:
        raise _refused("este prea lungă", "is too long")
    if not pattern.startswith("^") or not pattern.endswith("$") or pattern.endswith("\\$"):
        raise _refused("trebuie să înceapă cu ^ și să se termine cu $", "must begin with ^ and end with $")
    inner = pattern[1:-1]
    place = open_groups = endless = 0
    ways = 1
    while place < len(inner):
        if inner[place] == "(":
            if inner[place + 1 : place + 2] == "?":
                raise _refused("are un grup special", "has a special group")
            open_groups, place = open_groups + 1, place + 1
        elif inner[place] == ")":
            if inner[place + 1 : place + 2] in ("*", "+", "{"):
                raise _refused("repetă un grup", "repeats a group")
            optional = inner[place + 1 : place + 2] == "?"
            open_groups, ways, place = open_groups - 1, ways * (1 + optional), place + 1 + optional
        elif inner[place] == "|":
            ways, place = ways + 1, place + 1
        else:
            place, more, unlimited = _piece(inner, place)
            ways, endless = ways * more, endless + unlimited
        if open_groups < 0 or ways > MOST_WAYS or endless > 1:
            raise _refused(
                "poate dura oricât; repetați fără limită o singură parte", "may take forever; repeat one part only"
            )
    _check_compiles(inner)
    return _same_everywhere(inner)


def _piece(inner: str, place: int) -> tuple[int, int, bool]:
    """Where the next piece ends, in how many ways it can match, and whether it repeats without a limit."""
    match = _PIECE.match(inner, place)
    if match is None:
        rest = inner[place : place + 10]
        raise _refused(f"are „{rest}”, care nu se înțelege", f"has “{rest}”, which is not understood")
    times = match["times"] or ""
    if times in ("*", "+"):
        return match.end(), 1, True
    if times == "?":
        return match.end(), 2, False
    bounds = _RANGE.fullmatch(times)
    if bounds is None:
        return match.end(), 1, False
    least, most = int(bounds[1]), int(bounds[3]) if bounds[3] else None
    if bounds[2] and most is None:
        return match.end(), 1, True
    return match.end(), 1 + (most or least) - least, False


def _check_compiles(inner: str) -> None:
    try:
        re.compile(inner, re.ASCII)
    except re.error:
        raise _refused("nu este corectă", "is not well-formed") from None


def _same_everywhere(inner: str) -> str:
    """An escaped minus outside brackets as a plain one: JavaScript's unicode mode knows it only inside."""
    parts, inside, place = [], False, 0
    while place < len(inner):
        step = 2 if inner[place] == "\\" else 1
        part = inner[place : place + step]
        inside = (inside or part == "[") and part != "]"
        parts.append("-" if part == "\\-" and not inside else part)
        place += step
    return "".join(parts)


def _refused(ro: str, en: str) -> Unreadable:
    return Unreadable(f"expresia regulată {ro}", f"the regular expression {en}")
