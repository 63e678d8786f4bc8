"""What indicators count over: tables of what was found and done, and the words their conditions may use.

A row is one thing (a finding, a visit, a person living in a household since a day). Days are numbers, as
`date.toordinal` gives them, so that every engine subtracts them alike; a birth is `born`, the number YYYYMMDD, so that
`on_ymd - born >= 180000` is "18 or older" to the day. What is not known is empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from vatra.method.meaning import BOOLEAN, NUMBER, KnownFact, Type, Vocabulary
from vatra.method.rulebook import Rulebook

SEXES = ("f", "m")
AGE_BANDS = ((0, 2), (3, 5), (6, 10), (11, 14), (15, 17), (18, 150))
SUBJECTS_ASSESSED = ("household", "child", "adult", "pregnant")
OUTCOMES = {
    "delivery": ("done", "not_done", "refused"),
    "planned": ("planned", "done", "refused", "replaced"),
    "referral": ("waiting", "acknowledged", "helped", "partly", "refused", "no_provider", "waiting_list", "turned_away",
                 "did_not_come", "withdrawn"),
}
WHERE = ("home", "office", "school", "phone", "joint")
# When a household first came that far: something of severity 2 or more found, a case, a plan, a service, one ended.
FIRSTS = ("found_on", "case_on", "plan_on", "helped_on", "eased_on")

# Of the period: its first day, its last, that last day as YYYYMMDD, and the days a quarter and a year before it.
OF_THE_PERIOD = ("month_start", "on_day", "on_ymd", "quarter_ago", "year_ago")
OF_NOBODY = frozenset({"meetings"})  # tables whose rows are about no person and no household
COUNTED_EACH = ("row", "person", "household", "worker")
BEGINNINGS = ("since", "on", "enrolled_on", "starts_on", "due_on", "sent_on", "registered_on")
DIMENSIONS = ("code", "subject", "severity", "sex", "age_band", "service", "verb", "profession", "rule")


@dataclass(frozen=True)
class Table:
    """One table: its columns by type, and which facts of persons or households it carries beside them."""

    name: str
    columns: Mapping[str, Type]
    facts_of: tuple[str, ...] = ()

    @property
    def begins(self) -> str:
        """The column with the day on which a row begins: by its month the table is kept in parts."""
        return next(name for name in BEGINNINGS if name in self.columns)

    @property
    def dimensions(self) -> frozenset[str]:
        """By what its rows can be split."""
        born = {"age_band"} if "born" in self.columns else set()
        return frozenset(name for name in DIMENSIONS if name in self.columns) | born


def tables_of(book: Rulebook) -> dict[str, Table]:
    """The tables, with the codes of this rulebook as the choices of their columns."""
    codes = Type("choice", tuple(dict.fromkeys(each.code for each in book.vulnerabilities)))
    services = Type("choice", tuple(each.code for each in book.services))
    verbs = Type("choice", tuple(dict.fromkeys(each.verb for each in book.services)))
    roles = Type("choice", tuple(row["code"] for row in book.roles))
    rules = Type("choice", (*(row["code"] for row in book.deadlines), *services.choices))
    sex, subject = Type("choice", SEXES), Type("choice", SUBJECTS_ASSESSED)
    who = {"household": NUMBER, "person": NUMBER, "sex": sex, "born": NUMBER}
    given = {"service": services, "verb": verbs, "profession": roles}
    return {
        each.name: each
        for each in (
            _table("persons", who, {"first_on": NUMBER}, since=True, facts_of=("child", "adult", "pregnant")),
            _table("households", {"household": NUMBER, "enrolled_on": NUMBER, "ended_on": NUMBER, "first_on": NUMBER,
                                  "unknown": NUMBER}, dict.fromkeys(FIRSTS, NUMBER), facts_of=("household",)),
            _table("assessed", who, {"subject": subject, "first_on": NUMBER}, since=True),
            _table("findings", who, {"code": codes, "subject": subject, "severity": NUMBER, "rejected": BOOLEAN,
                                     "again": BOOLEAN, "first_on": NUMBER, "before_on": NUMBER, "planned_on": NUMBER},
                   since=True),
            _table("at_once", who, {"subject": subject, "many": NUMBER}, since=True),
            _table("interviews", {"household": NUMBER, "worker": NUMBER, "profession": roles, "on": NUMBER,
                                  "minutes": NUMBER, "ended_on": NUMBER}),
            _table("visits", {"household": NUMBER, "worker": NUMBER, "profession": roles, "on": NUMBER,
                              "minutes": NUMBER, "where": Type("choice", WHERE)}),
            _table("deadlines", {"household": NUMBER, "rule": rules, "starts_on": NUMBER, "due_on": NUMBER,
                                 "met_on": NUMBER, "lapsed_on": NUMBER}),
            _table("planned", who, given, {"due_on": NUMBER, "done_on": NUMBER,
                                           "state": Type("choice", OUTCOMES["planned"])}),
            _table("deliveries", who, given, {"worker": NUMBER, "on": NUMBER, "minutes": NUMBER,
                                              "outcome": Type("choice", OUTCOMES["delivery"])}),
            _table("referrals", who, {"service": services, "sent_on": NUMBER, "acknowledged_on": NUMBER,
                                      "answered_on": NUMBER, "outcome": Type("choice", OUTCOMES["referral"])}),
            _table("cases", {"household": NUMBER, "worker": NUMBER, "registered_on": NUMBER, "opened_on": NUMBER,
                             "closed_on": NUMBER, "severity": NUMBER}),
            _table("placements", who, {"again_on": NUMBER}, since=True),
            _table("meetings", {"on": NUMBER, "cases": NUMBER}),
            _table("posts", {"worker": NUMBER, "profession": roles}, since=True),
        )
    }


def _table(
    name: str, *columns: Mapping[str, Type], since: bool = False, facts_of: tuple[str, ...] = ()
) -> Table:
    merged = {name: type_ for each in columns for name, type_ in each.items()}
    if since:
        merged |= {"since": NUMBER, "until": NUMBER}
    return Table(name, merged, facts_of)


def vocabulary(table: Table, book: Rulebook) -> Vocabulary:
    """The words of a condition over a table: its columns, the period's days, its facts, the rulebook's parameters."""
    words = {name: KnownFact("household", type_) for name, type_ in table.columns.items()}
    words |= {name: KnownFact("household", NUMBER) for name in OF_THE_PERIOD}
    words |= {
        each.code: KnownFact("household", Type(each.type, each.choices if each.type in ("choice", "set") else ()))
        for each in book.facts.values()
        if each.subject in table.facts_of
    }
    return Vocabulary(words, frozenset(book.parameters))
