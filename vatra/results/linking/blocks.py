"""Who of a list is compared with whom of a register, and the question that does it; in SQL, on DuckDB.

All against all is commune times list, which a county cannot afford: two are compared only when they share a block. Each
block is there for one sort of error: a child whose number, or birth, or both names are right is found whatever else is
wrong. The first blocks are exact joins, and their pairs are compared once, for the whole list. The sharp ones are for
every row of it too. The wide ones are for those of whom the first have nobody without a rival, and there for rows whose
names are rare enough to make up for what is wrong. In a nation, where names repeat, that leaves few, and nobody out who
would have had evidence enough to be told apart.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from vatra.results.linking.evidence import (
    NEAR_HOME,
    Weights,
    birth,
    most_from_afar,
    most_of_a_row,
    most_of_names,
    mother,
    name,
    number,
    sex,
    village,
)
from vatra.results.linking.weights import APART, RAREST, WEIGHTS

# Of each block who meets in it, and at the most how their births agree; None where that must be looked at. Births that
# agree better meet in another block. What two must share is made one number for each row, in `tables`.
Block = tuple[str, Sequence[str] | None]
FIRST: dict[str, Block] = {
    "number": ("l.number = k.number", None),
    "birth and given name": ("l.birth_given_name = k.birth_given_name", ["same"]),
    "birth and surname": ("l.birth_surname_name = k.birth_surname_name", ["same"]),
    "day and month exchanged, given name": ("l.exchanged_given_name = k.birth_given_name", ["exchanged"]),
}
SHARP: dict[str, Block] = {
    "birth, surname as given name": ("l.birth_surname_name = k.birth_given_name", ["same"]),
    "both names, the wrong way round": ("l.names = k.names_exchanged", None),
}
WIDE: dict[str, Block] = {
    "birth, surname begins alike": ("l.birth_surname = k.birth_surname", ["same"]),
    "birth, given name begins alike": ("l.birth_given = k.birth_given", ["same"]),
    "birth, surname begins like given name": ("l.birth_surname = k.birth_given", ["same"]),
    "day and month exchanged": ("l.exchanged_surname = k.birth_surname", ["exchanged"]),
    "the beginnings of both names, year and month": (
        "l.beginnings = k.beginnings AND l.year = k.year AND l.month = k.month", ["near"]),
    "the beginnings of both names, year and day": (
        "l.beginnings = k.beginnings AND l.year = k.year AND l.day = k.day", ["near"]),
    "the beginnings of both names, day and month": (
        "l.beginnings = k.beginnings AND l.day = k.day AND l.month = k.month", ["near"]),
    "the beginnings of both names, no day on the list": (
        "l.beginnings = k.beginnings AND l.born IS NULL", ["part", "unknown"]),
    "the beginnings of both names, no day in the register": (
        "l.beginnings = k.beginnings AND k.born IS NULL", ["part", "unknown"]),
    "the beginnings of both names": ("l.beginnings = k.beginnings", ["other"]),
    "given name, month and year of birth": ("l.given_month = k.given_month", ["near"]),
}


@dataclass(frozen=True, slots=True)
class Model:
    """With what two tables are compared: the weights (among them a prior that is not that of children), the blocks for
    every row beside the first, and whether what the first find spares a row the wide ones, as it can where everybody is
    there once.
    """

    weights: Weights = field(default_factory=lambda: WEIGHTS)
    sharp: Mapping[str, Block] = field(default_factory=lambda: SHARP)
    is_once: bool = True


# `exchanged`: the birth with day and month the wrong way round; null where that is no other day. `word_bits`: each word
# as one of 63; two words of a row that fall on the same one count as one, so that never too little is promised.
_DESCRIBED = """
SELECT *, year(born)::SMALLINT AS year, month(born)::TINYINT AS month, day(born)::TINYINT AS day,
  hash(surname) AS surname_key, hash(given) AS given_key,
  CASE WHEN born IS NOT NULL THEN hash(born, given) END AS birth_given_name,
  CASE WHEN born IS NOT NULL THEN hash(born, surname) END AS birth_surname_name,
  CASE WHEN born IS NOT NULL THEN hash(born, surname[1]) END AS birth_surname,
  CASE WHEN born IS NOT NULL THEN hash(born, given[1]) END AS birth_given,
  CASE WHEN exchanged IS NOT NULL THEN hash(exchanged, given) END AS exchanged_given_name,
  CASE WHEN exchanged IS NOT NULL THEN hash(exchanged, surname[1]) END AS exchanged_surname,
  hash(surname, given) AS names, hash(given, surname) AS names_exchanged,
  hash(surname[:4], given[:3]) AS beginnings,
  CASE WHEN born IS NOT NULL AND given <> '' THEN hash(split_part(given, ' ', 1), year(born), month(born)) END
    AS given_month,
  list_bit_or(list_transform(words, lambda word: (1::UBIGINT << (hash(word) % 63)))) AS word_bits
FROM (
  SELECT id, surname, given, born_from, born_until, ascii(nullif(sex, '')) AS sex,
    CASE WHEN cnp <> '' THEN hash(cnp) END AS number, village,
    CASE WHEN len(words) > 0 THEN words END AS words,
    CASE WHEN born_from = born_until THEN born_from END AS born,
    CASE WHEN day(born) <= 12 AND day(born) <> month(born) THEN make_date(year(born), day(born), month(born)) END
      AS exchanged
  FROM {table}
)
"""


def tables(model: Model) -> str:
    """SQL: the tables `listed` and `known` of `told` and `there`, with what the very names say that two share.

    `found` are the pairs of the first blocks with their evidence, `wide` the rows of the list for the wide blocks.
    """
    w = model.weights
    return f"""
CREATE TABLE known AS {_DESCRIBED.format(table="there")};
CREATE TABLE described AS {_DESCRIBED.format(table="told")};
CREATE TABLE shares AS WITH every AS (
  SELECT surname AS name FROM described UNION ALL SELECT surname FROM known
  UNION ALL SELECT given FROM described UNION ALL SELECT given FROM known
) SELECT name, CASE WHEN name = '' THEN 0
  ELSE {w['name_same']} - log2(greatest(2 * count(*) / (SELECT count(*) FROM every), {RAREST})) END AS bits
FROM every GROUP BY name;
CREATE TABLE listed AS SELECT d.* REPLACE (
    CASE WHEN bit_count(word_bits) < len(words) THEN list_distinct(words) ELSE words END AS words),
  s.bits AS surname_bits, g.bits AS given_bits,
  greatest(surname_bits, {w['name_close']}) AS surname_most, greatest(given_bits, {w['name_close']}) AS given_most,
  {most_of_a_row(w)} AS most, {most_from_afar(w)} AS most_from_afar,
  CASE WHEN bit_count(word_bits) = len(d.words) THEN least(2, len(d.words)) ELSE 1 END AS words_wanted
FROM described d JOIN shares s ON s.name = d.surname JOIN shares g ON g.name = d.given;
DROP TABLE described;
CREATE TABLE found AS {_first(model)};
CREATE TABLE wide AS SELECT * FROM listed ANTI JOIN ({_settled(w)}) USING (id);
"""


def question(model: Model) -> str:
    """SQL: the pairs of the rows from $since to before $until with at least $least bits, $prior counted in."""
    w = model.weights
    first = () if model.is_once else FIRST.values()
    met = " UNION ".join([*(_met(w, "listed", block) for block in (*first, *model.sharp.values())),
                          *(_met(w, "wide", block) for block in WIDE.values())])
    return f"""
WITH met AS (SELECT * FROM ({met}) ANTI JOIN found USING (lid, kid)), every AS (
  SELECT * FROM found WHERE lid >= $since AND lid < $until UNION ALL {_named(w)}
)
SELECT lid, kid, round(weight + $prior, 2) AS bits, same_name FROM every
WHERE weight + $prior >= $least ORDER BY lid, bits DESC, kid
"""


def _first(model: Model) -> str:
    """SQL: the pairs of the first blocks with their evidence; none where somebody may be there many times."""
    met = " UNION ".join(f"SELECT l.id AS lid, k.id AS kid FROM listed l JOIN known k ON {on} WHERE {model.is_once}"
                         for on, _levels in FIRST.values())
    return f"WITH met AS ({met}) {_named(model.weights)}"


def _settled(w: Weights) -> str:
    """SQL: the rows of the list of whom the first blocks have somebody without a rival in the wide ones, and whom no
    other row has as well.

    Who meets only in a wide block has another number and birth, or neither name, and so much evidence at the most.
    Not thought of are surname and given name exchanged with a wrong birth, and a twin with both names misspelt of a
    child whose given name is right.
    """
    close, home, beside = w["name_close"], w["home_most"], max(w["sex_same"], 0.0) + APART
    neither_name = w["birth_same"] + min(close + max(w["village_same"], 0.0), home) + close
    other_name = w["birth_exchanged"] + home + close
    other_birth = max(w[f"birth_{level}"] for level in ("near", "part", "unknown", "other")) + home
    return f"""
SELECT any_value(lid) AS id FROM found JOIN listed ON listed.id = lid
WHERE weight >= {beside} + greatest({max(neither_name, other_name)}, {other_birth} + given_most)
GROUP BY kid HAVING count(*) = 1
"""


def _named(w: Weights) -> str:
    """SQL: the evidence of the pairs of `met`, with the names as they stand and the wrong way round.

    The wrong way round is looked at only where it could be more: where no name is the same so, both are close at best.
    """
    straight, given = name(w, "l.surname", "k.surname"), name(w, "l.given", "k.given")
    surname_exchanged, given_exchanged = name(w, "l_given", "k_surname"), name(w, "l_surname", "k_given")
    close, home = w["name_close"], w["home_most"]
    return f"""
SELECT lid, kid, alone + greatest(straight, exchanged) AS weight,
  same_number OR (CASE WHEN straight >= exchanged THEN given ELSE {given_exchanged} END) > 0 AS same_name
FROM (
  SELECT *, CASE
    WHEN l_given <> k_surname AND l_surname <> k_given
      AND straight >= least({close} + home, {home}) + {close + w['exchanged']} THEN -1e3
    ELSE least({surname_exchanged} + home, {home}) + {given_exchanged} + {w['exchanged']} END AS exchanged
  FROM (
    SELECT *, least(surname + home, {home}) + given AS straight
    FROM (
      SELECT lid, kid, {birth(w)} + {number(w)} + {sex(w)} AS alone, {mother(w)} + {village(w)} AS home,
        {straight} AS surname, {given} AS given, coalesce(l.number = k.number, false) AS same_number,
        l.surname AS l_surname, l.given AS l_given, l.surname_bits AS l_surname_bits, l.given_bits AS l_given_bits,
        k.surname AS k_surname, k.given AS k_given
      FROM met JOIN listed l ON l.id = lid JOIN known k ON k.id = kid
    )
  )
)
"""


def _met(w: Weights, rows: str, block: Block) -> str:
    """SQL: those who meet in a block and whose evidence could be enough."""
    on, levels = block
    births = birth(w) if levels is None else str(max(w[f"birth_{level}"] for level in levels))
    rare = "" if levels is None else (
        f"AND l.most + {births} + $prior >= $least "
        f"AND (l.most_from_afar + {births} + $prior >= $least OR {NEAR_HOME}) ")
    return (
        f"SELECT l.id AS lid, k.id AS kid FROM {rows} l JOIN known k ON {on} "
        f"WHERE l.id >= $since AND l.id < $until {rare}"
        f"AND {births} + {number(w)} + {sex(w)} + {most_of_names(w)} + $prior >= $least"
    )
