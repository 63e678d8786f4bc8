"""The chapter "rulebook format" of the reference, made of the specifications and of the parsers' own words."""

from __future__ import annotations

from vatra.method import cells, evidence, format, grammar

SEMANTICS = """
- Everything is three-valued (Kleene): a missing answer is unknown, never no. A row is true when all its cells are,
  false when one is; a vulnerability is present when a row is true, absent when all are false, else unknown.
- The severity is the highest among the rows that are true.
- A member is evaluated as its `kind`, and as every other kind whose facts it carries.
- A vulnerability of somebody else means: any member of the household has it present.
- `any` over no members is no, `all` is yes, `count` and `sum` are 0. A count is unknown when one member's answer is.
- `sum` adds whole ten-thousandths, so that the order of members does not matter. Division by zero is unknown.
- `none` among a set's choices is not counted by `size`. An empty list is a known, empty set; an empty cell is unknown.
- A parameter without a value on the day is unknown. A derived fact given in the input is taken as given.
- `known(x)` is never unknown; a rule that uses it may change its finding when an answer comes.
- Levels: immediate any 4; high any 3 or three of 2; medium any 2 or three of 1; low any 1. A child's level counts its
  own findings, the household's and the adults'; the household's counts all; each finding counts once per subject.
- Services: `finding` proposes for each subject's present findings, `household_once` only in the household's plan.
  Ordered by severity, day due, code. From `severe_from` on, `severe_due_days` holds, not `first_due_days`.
"""


def as_markdown() -> str:
    """The chapter "rulebook format" in Markdown, made of the specifications above and of the parsers' own words."""
    parts = ["# The rulebook's format", "", "\n".join((format.__doc__ or "").splitlines()[2:]).strip(), ""]
    for file in (*format.FILES, format.TABLE, format.CASES):
        parts += [f"## {file.name}", "", file.says + ("" if file.required else " (may be absent)"), ""]
        parts += ["| column | holds | must be filled | says |", "|---|---|---|---|"]
        for column in file.columns:
            holds = column.holds.replace("_", " ")
            if column.among:
                holds += ": " + ", ".join(f"`{value}`" for value in column.among)
            parts.append(
                f"| `{column.name}` | {holds} | {'yes' if column.required else ''} | {column.says} |".replace(
                    "`|`", "`\\|`"
                )
            )
        if file.open_columns:
            parts.append(
                "| any fact, derived fact or vulnerability | cell | | the condition on it; `-` or empty = any |"
            )
        parts.append("")
    chapters = {
        "Cells of decision tables": cells,
        "Expressions of derived facts": grammar,
        "What indicators count over": evidence,
    }
    for title, module in chapters.items():
        parts += [f"## {title}", "", "```", (module.__doc__ or "").strip(), "```", ""]
    return "\n".join([*parts, "## What it means", SEMANTICS])
