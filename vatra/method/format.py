"""The format of a rulebook's files, readable by machines: the reader checks against it, the reference is made of it.

A rulebook is a folder of UTF-8 CSV files: comma separated, one header row, LF line ends, one row per thing.
An empty cell means "nothing said". Values with several codes separate them as their column says.
"""

from __future__ import annotations

from dataclasses import dataclass

from vatra.method.tree import SUBJECTS

DOMAINS = (
    "identity",
    "economic",
    "housing",
    "family",
    "health",
    "maternal",
    "disability",
    "education",
    "violence",
    "risk",
)
NEED_TO_KNOW = (
    "general",
    "economic",
    "housing",
    "family",
    "education",
    "health",
    "health_detail",
    "violence",
    "risk",
    "statistics",
)
SEEN_ONLY = ("identity_number", "aggregates")  # what a role may see beside these: the CNP; numbers of a place
VERBS = ("identify", "assess", "inform", "communicate", "counsel", "support", "care", "refer", "monitor")
ACTS = (
    "interview",
    "register_people",
    "judge_finding",
    "plan",
    "visit",
    "deliver",
    "refer",
    "case",
    "settle",
    "supervise",
    "keep_council",
    "call_council",
    "attend_council",
    "answer",
    "directory",
    "edit_method",
    "publish_data",
    "register_study",
)
TYPES = ("boolean", "number", "choice", "set", "date")
PROPOSALS = ("finding", "household_once", "never")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what a cell may hold, whether it must hold something, and what it says (English)."""

    name: str
    holds: str  # text | code | day | number | whole | yes_no | one_of | several | sources | expression | cell
    says: str
    required: bool = False
    among: tuple[str, ...] = ()
    separator: str = "|"


@dataclass(frozen=True, slots=True)
class FileFormat:
    """One file of a rulebook."""

    name: str
    says: str
    columns: tuple[Column, ...]
    key: str = "code"  # the column whose value must be unique; "" = none
    required: bool = True
    open_columns: bool = False  # further columns are facts (decision tables)


def text(name: str, says: str, required: bool = False) -> Column:
    """A column of words."""
    return Column(name, "text", says, required)


def code(says: str, name: str = "code") -> Column:
    """The column that names the row."""
    return Column(name, "code", says, True)


def both(name: str, says: str, required: bool = True) -> tuple[Column, Column]:
    """A text in Romanian and in English."""
    return text(f"{name}_ro", f"{says}, in Romanian", required), text(f"{name}_en", f"{says}, in English", required)


def one_of(name: str, says: str, among: tuple[str, ...], required: bool = True) -> Column:
    """A column that holds one of some codes."""
    return Column(name, "one_of", says, required, among)


def several(name: str, says: str, among: tuple[str, ...] = (), separator: str = "|", required: bool = False) -> Column:
    """A column that holds several codes."""
    return Column(name, "several", says, required, among, separator)


def counted(side: str, unless: str) -> tuple[Column, ...]:
    """The four columns of one side of an indicator; see `vatra.method.evidence` for the tables and their words."""
    return (
        text(f"{side}_from", f"the table counted over; {unless}"),
        text(f"{side}_when", "the condition on its rows, an expression"),
        text(f"{side}_each", "row, person, household or worker: what is counted once"),
        text(f"{side}_value", "the number that is summed instead, an expression"),
    )


SOURCE = Column("source", "sources", "codes of sources.csv, separated by `;`", True, (), ";")
NO_SOURCE = Column("source", "sources", "codes of sources.csv, separated by `;`", False, (), ";")
CONFIRMED = Column("confirmed", "yes_no", "yes when the source itself was read", True)
SINCE = Column("since", "day", "first day on which it holds")
UNTIL = Column("until", "day", "first day on which it no longer holds; empty = still holds")

FILES: tuple[FileFormat, ...] = (
    FileFormat(
        "rulebook.csv",
        "Name, version and titles of the rulebook.",
        (
            code("what is said: name, version, valid_since, language, title_ro, title_en …", "key"),
            text("value", "its value"),
        ),
        key="key",
    ),
    FileFormat(
        "sources.csv",
        "Laws, orders, standards and publications that everything else cites.",
        (
            code("short name cited in `source` columns"),
            one_of(
                "kind",
                "what kind of source",
                ("law", "government_decision", "order", "standard", "publication", "proposal"),
            ),
            *both("title", "title"),
            text("article", "article or page"),
            text("article_en", "the same in English"),
            text("date", "date of issue"),
            text("address", "where it can be read"),
            one_of(
                "label",
                "S stored public source, X read in source code, G general knowledge, D derived, P our proposal",
                ("S", "X", "G", "D", "P"),
            ),
            text("note", "remark"),
        ),
    ),
    FileFormat(
        "parameters.csv",
        "Dated numbers, written `P.code` in cells; the rows of one code may not overlap in time.",
        (
            code("lower-case name"),
            Column("value", "number", "the number", True),
            text("unit", "its unit"),
            SINCE,
            UNTIL,
            SOURCE,
            CONFIRMED,
            *both("note", "remark", False),
            *both("label", "name"),
        ),
        key="",
    ),
    FileFormat(
        "facts.csv",
        "What is asked, about whom, and what may be answered.",
        (
            code("name of the fact"),
            one_of("subject", "whom it is about", (*SUBJECTS, "member")),
            one_of("type", "what kind of answer", TYPES),
            several("choices", "codes of the choices of a choice or a set"),
            text("unit", "unit of a number"),
            Column("minimum", "number", "smallest answer taken"),
            Column("maximum", "number", "largest answer taken"),
            one_of("domain", "who needs to know it", NEED_TO_KNOW),
            *both("label", "short name"),
            *both("question", "the question as it is asked", False),
            text("choice_labels_ro", "`code=words` of every choice, in Romanian, separated by `|`"),
            text("choice_labels_en", "`code=words` of every choice, in English, separated by `|`"),
            NO_SOURCE,
            text("amc", "code in the community nurses' nomenclature"),
            Column("used", "yes_no", "whether a rule uses it"),
        ),
    ),
    FileFormat(
        "derived.csv",
        "Facts computed from answers, before the rules.",
        (
            code("name of the derived fact"),
            one_of("subject", "whom it is about", (*SUBJECTS, "member")),
            one_of("type", "what kind of value", ("boolean", "number")),
            Column("expression", "expression", "how it is computed", True),
            *both("label", "short name"),
            NO_SOURCE,
        ),
    ),
    FileFormat(
        "vulnerabilities.csv",
        "The vulnerabilities; the decision table of each is `tables/CODE.csv`.",
        (
            code("stable key, as ED03"),
            one_of("domain", "domain of the catalogue", DOMAINS),
            one_of("need_to_know", "who may see its findings", NEED_TO_KNOW),
            one_of("subject", "whom it is about", SUBJECTS),
            text("severity_note", "when which severity applies"),
            *both("name", "official name"),
            *both("meaning", "what it means, in plain words"),
            SOURCE,
            text("amc", "code in the community nurses' nomenclature"),
            CONFIRMED,
            text("hg691_domain", "domain of the observation sheet of HG 691/2015"),
            SINCE,
            UNTIL,
        ),
        key="",
    ),
    FileFormat(
        "services.csv",
        "The services, and for which vulnerabilities they are proposed.",
        (
            code("stable key, as W01"),
            one_of("verb", "one of the nine verbs of the package", VERBS),
            several("lead", "roles that give it", required=True),
            several("support", "roles that help"),
            text("domain", "who may see it"),
            *both("name", "name"),
            Column("first_due_days", "whole", "days until it is first due; empty = no deadline"),
            Column("severe_from", "whole", "severity from which the shorter deadline holds"),
            Column("severe_due_days", "whole", "the shorter deadline, in days"),
            Column("rhythm_days", "whole", "days between repetitions"),
            Column("rhythm_times", "whole", "how many repetitions"),
            one_of("propose", "for each finding, once for the household, or never by itself", PROPOSALS),
            several("vulnerabilities", "for which it is proposed; `*` = all", required=True),
            text("amc", "code in the community nurses' nomenclature"),
            text("hg867", "codes in the nomenclature of HG 867/2015 of the providers that give it"),
            text("answered_by", "kinds or codes of other institutions that give it"),
            SOURCE,
            CONFIRMED,
            *both("rhythm_note", "its rhythm in words", False),
        ),
    ),
    FileFormat(
        "deadlines.csv",
        "What the law and the method ask for, by when.",
        (
            code("stable key"),
            text("state", "state of the case"),
            text("starts_with", "what starts the clock", True),
            text("meets", "what meets the deadline", True),
            Column("amount", "number", "how much time", True),
            one_of("unit", "of what", ("hours", "days", "working_days", "weeks", "months", "years")),
            Column("repeat", "yes_no", "whether it starts again when met"),
            *both("label", "name"),
            text("article", "article it comes from"),
            text("article_en", "the same in English"),
            SOURCE,
            CONFIRMED,
            Column("severity_min", "whole", "from this severity on"),
            Column("severity_max", "whole", "up to this severity"),
            *both("note", "remark", False),
        ),
        required=False,
    ),
    FileFormat(
        "roles.csv",
        "Who may act, and what each role needs to know.",
        (
            code("name of the role"),
            *both("name", "name"),
            one_of("level", "where it is held", ("commune", "county", "nation")),
            several("sees", "domains it needs to know"),
            several("acts", "what it may do", ACTS),
            NO_SOURCE,
            text("note", "remark"),
        ),
    ),
    FileFormat(
        "indicators.csv",
        "A count over a count, for a month and a place.",
        (
            code("stable key"),
            *both("name", "name"),
            text("numerator", "what is counted"),
            text("denominator", "of what"),
            text("period", "over which time"),
            text("group", "about whom"),
            text("disaggregation", "split by what"),
            one_of("kind", "what it tells", ("outcome", "process", "workload", "published"), False),
            text("baseline", "value at the start"),
            text("target", "value hoped for"),
            text("result", "value reached"),
            text("cut_off_on", "as of which day"),
            text("unit", "its unit"),
            NO_SOURCE,
            text("formula", "formula in words"),
            text("measure", "share, rate, ratio, mean, median or number; empty when it is not counted"),
            *counted("numerator", "empty: those of the denominator for whom the condition holds too"),
            *counted("denominator", "empty: a number that stands alone"),
            *both("not_counted", "why it is not counted", False),
        ),
        required=False,
    ),
    FileFormat(
        "published.csv",
        "Published figures, which the demo county reproduces.",
        (
            code("stable key"),
            *both("label", "name"),
            text("value", "the figure"),
            one_of("what", "plan, result, or derived by arithmetic", ("plan", "result", "derived")),
            text("cut_off_on", "as of which day"),
            SOURCE,
            text("demo_measure", "what is measured in the demo county"),
            Column("compare", "yes_no", "whether a difference says anything; empty is yes"),
            *both("note", "how ours is counted, or why it cannot be held against the figure", False),
        ),
        required=False,
    ),
    FileFormat(
        "costs.csv",
        "What things cost, from a low to a high figure, in the prices of a year; indices to carry them to another.",
        (
            code("stable key; of a post, the role"),
            one_of("kind", "what it is", ("post", "running", "care", "assumption", "published", "prices", "exchange")),
            *both("label", "name"),
            Column("low", "number", "the low figure; empty is the figure itself"),
            Column("value", "number", "the figure", True),
            Column("high", "number", "the high figure; empty is the figure itself"),
            text("unit", "its unit", True),
            one_of("currency", "its currency; empty when it is no money", ("RON", "EUR"), False),
            Column("price_year", "whole", "the year of its prices; wanted of money and of indices"),
            SOURCE,
            CONFIRMED,
            *both("note", "what to know of it", False),
        ),
        required=False,
    ),
)

TABLE = FileFormat(
    "tables/CODE.csv",
    "One decision table: rows are OR, the cells of a row are AND.",
    (
        Column("row", "text", "number of the row", True),
        Column("severity", "whole", "1 attention to 4 emergency", True),
        *both("note", "the row in words", False),
    ),
    key="row",
    open_columns=True,
)

CASES = FileFormat(
    "cases/CODE.csv",
    "Situations in plain words with the finding expected.",
    (
        Column("id", "text", "name of the case", True),
        *both("words", "the situation"),
        Column("on", "day", "day of evaluation", True),
        text("subject_kind", "whom the finding is about"),
        text("birth_date", "born on, of the subject"),
        Column("facts", "text", "JSON: household and members", True),
        Column("expect_code", "text", "vulnerability", True),
        one_of("expect_state", "what is expected", ("present", "absent", "unknown")),
        Column("expect_severity", "whole", "severity expected when present"),
    ),
    key="id",
    required=False,
)

def format_of(file: str) -> FileFormat | None:
    """The format of a file by its path within the rulebook, or None when it is not one of ours."""
    if file.startswith("tables/") and file.endswith(".csv"):
        return TABLE
    if file.startswith("cases/") and file.endswith(".csv"):
        return CASES
    return next((known for known in FILES if known.name == file), None)
