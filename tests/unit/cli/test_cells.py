"""`vatra results cells`: stopped, it goes on with the indicator it was at, and the file is there only when whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from tests.unit.care.village import asked, enrolled, made_commune, send
from vatra.cli.results import results
from vatra.results.indicators import Counting

pytestmark = pytest.mark.django_db
ON = "2026-03-20"


@pytest.fixture
def worker() -> Any:
    worker = made_commune()
    send(worker, enrolled("a"), asked("a", 1, {"c_gp": False}))
    return worker


def cells(out: Path) -> Result:
    return CliRunner().invoke(results, ["cells", str(out), "--on", ON, "--months", "3"])


def stopped_at(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """The counting of an indicator is interrupted, as by Ctrl-C."""
    really = Counting._counted

    def counted(self: Counting, indicator: Any, *rest: Any) -> Any:
        if indicator.code == code:
            raise KeyboardInterrupt
        return really(self, indicator, *rest)

    monkeypatch.setattr(Counting, "_counted", counted)


def test_a_counting_that_was_stopped_goes_on_where_it_was(worker: Any, tmp_path: Path) -> None:
    out, whole = tmp_path / "cells.parquet", tmp_path / "whole.parquet"
    assert cells(whole).exit_code == 0
    with pytest.MonkeyPatch.context() as cut:
        stopped_at(cut, "gp_registered")
        assert cells(out).exit_code == 1
    assert not out.exists()
    with pytest.MonkeyPatch.context() as cut:
        stopped_at(cut, "prevalence")  # it stands before the one that was stopped: not counted again
        assert cells(out).exit_code == 0
    assert pq.read_table(out).equals(pq.read_table(whole))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["cells.parquet", "whole.parquet"]


def test_what_was_counted_before_the_register_had_news_is_not_mixed_with_what_is_counted_after(
    worker: Any, tmp_path: Path
) -> None:
    out, whole = tmp_path / "cells.parquet", tmp_path / "whole.parquet"
    with pytest.MonkeyPatch.context() as cut:
        stopped_at(cut, "gp_registered")
        cells(out)
    send(worker, enrolled("b"), asked("b", 1, {"c_gp": True}))
    assert (cells(whole).exit_code, cells(out).exit_code) == (0, 0)
    assert pq.read_table(out).equals(pq.read_table(whole))


def test_a_spreadsheet_holds_the_same_cells(worker: Any, tmp_path: Path) -> None:
    assert cells(tmp_path / "cells.csv").exit_code == 0
    assert cells(tmp_path / "cells.parquet").exit_code == 0
    lines = (tmp_path / "cells.csv").read_text().splitlines()
    assert len(lines) == 1 + pq.read_metadata(tmp_path / "cells.parquet").num_rows > 1


def test_a_file_of_another_kind_is_refused_before_anything_is_counted(worker: Any, tmp_path: Path) -> None:
    told = cells(tmp_path / "cells.xlsx")
    assert told.exit_code == 1
    assert list(tmp_path.iterdir()) == []
