"""Evidence as files: in parts by county and month, written again only where something changed, whole or not at all."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.unit.care.village import COMMUNE, asked, draft, enrolled, made_commune, send
from vatra.assessment.queries import rulebook_in_force
from vatra.register.verify import heads
from vatra.results.evidence_files import NONE, ROWS, TAKEN, EvidenceFiles, keep_evidence
from vatra.results.indicators import Counting
from vatra.results.periods import months_until

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]
DAY = date(2026, 3, 20)


@pytest.fixture
def worker() -> Any:
    worker = made_commune()
    send(worker, enrolled("a"), enrolled("b"), asked("a", 1, {"c_gp": False}), asked("b", 1, {"c_gp": True}))
    return worker


def files_in(folder: Path, *, version: str = "") -> EvidenceFiles:
    program = rulebook_in_force(on=DAY)
    counting = Counting(program.rulebook, tuple(months_until(DAY, number=1)))
    return EvidenceFiles(folder, program.rulebook, version or program.version, counting.facts)


def kept(files: EvidenceFiles) -> tuple[int, int]:
    return keep_evidence(files, {"BC": {head.commune: head.digest for head in heads()}})


def written(files: EvidenceFiles) -> dict[str, int]:
    """When each part was written."""
    return {str(path.relative_to(files.folder)): path.stat().st_mtime_ns for path in files.folder.rglob(ROWS)}


def test_a_part_holds_what_began_in_one_month_of_one_county(worker, tmp_path):
    files = files_in(tmp_path)
    send(worker, draft("record_visit", "a", 3, {"kind": "home"}), draft("record_visit", "b", 31, {"kind": "home"}))
    kept(files)
    parts = sorted(path.relative_to(tmp_path / "visits") for path in (tmp_path / "visits").rglob(ROWS))
    assert [part.parts for part in parts] == [
        ("county=BC", "began=2026-02", ROWS), ("county=BC", "began=2026-03", ROWS)]
    assert pq.read_table(tmp_path / "visits" / NONE).num_rows == 0
    assert [pq.read_table(tmp_path / "visits" / part, partitioning=None).num_rows for part in parts] == [1, 1]


def test_no_name_no_uuid_and_no_word_of_anybody_stands_in_the_files(worker, tmp_path):
    files = files_in(tmp_path)
    kept(files)
    types = {str(field.type) for name in files.tables for field in files.schema(name)}
    assert types <= {"int16", "int32", "double"}


def test_without_news_nothing_is_gathered_and_nothing_written(worker, tmp_path):
    files = files_in(tmp_path)
    assert kept(files)[0] == 1
    before = written(files)
    assert kept(files) == (0, 0)
    assert written(files) == before


def test_news_are_written_into_their_months_alone(worker, tmp_path):
    files = files_in(tmp_path)
    send(worker, draft("record_visit", "a", 3, {"kind": "home"}))
    kept(files)
    before = written(files)
    send(worker, draft("record_visit", "b", 31, {"kind": "home"}))
    kept(files)
    after = written(files)
    assert {part for part in after if before.get(part) != after[part]} == {
        "visits/county=BC/began=2026-03/rows.parquet"}


def test_what_another_commune_has_in_a_part_stays_when_one_is_replaced(worker, tmp_path):
    files = files_in(tmp_path)
    kept(files)
    [part] = sorted((tmp_path / "households").rglob(ROWS))
    own = pq.read_table(part, partitioning=None)
    other = own.set_column(0, "commune", [[COMMUNE + 1] * own.num_rows]).cast(own.schema)
    files.replace("BC", [COMMUNE + 1], {"households": other})
    assert pq.read_table(part, partitioning=None).num_rows == 2 * own.num_rows
    files.replace("BC", [COMMUNE + 1], {"households": other.slice(0, 0)})
    assert pq.read_table(part, partitioning=None).equals(own)


def test_what_no_longer_is_goes_with_its_part(worker, tmp_path):
    files = files_in(tmp_path)
    send(worker, draft("record_visit", "a", 3, {"kind": "home"}))
    kept(files)
    files.replace("BC", [COMMUNE], {"visits": files.schema("visits").empty_table()})
    assert not list((tmp_path / "visits").rglob(ROWS))


def test_another_rulebook_begins_anew(worker, tmp_path):
    kept(files_in(tmp_path))
    other = files_in(tmp_path, version="other")
    assert other.begun() and not other.taken() and not other.is_whole()
    assert kept(other)[0] == 1 and other.is_whole()
    assert not files_in(tmp_path).taken()


def test_a_writing_cut_short_is_not_taken_for_whole_and_goes_on(worker, tmp_path, monkeypatch):
    files = files_in(tmp_path)

    def full(path: Path, rows: Any) -> int:
        raise OSError(28, "No space left")

    with monkeypatch.context() as cut:
        cut.setattr("vatra.results.evidence_files._put", full)
        with pytest.raises(OSError, match="No space"):
            kept(files)
    assert files.begun() and not files.is_whole()
    assert kept(files)[0] == 1 and files.is_whole()
    assert (tmp_path / TAKEN).exists() and not list(tmp_path.rglob("*.writing"))


def test_while_a_county_is_being_replaced_the_files_are_not_said_to_be_whole(worker, tmp_path, monkeypatch):
    files = files_in(tmp_path)
    kept(files)
    assert files.is_whole()
    send(worker, draft("record_visit", "a", 9, {"kind": "home"}))
    with monkeypatch.context() as cut, pytest.raises(KeyboardInterrupt):
        cut.setattr(EvidenceFiles, "replace", _stopped)
        kept(files)
    assert not files.is_whole()
    assert kept(files)[0] == 1 and files.is_whole()


def _stopped(*_replaced: object) -> int:
    raise KeyboardInterrupt
