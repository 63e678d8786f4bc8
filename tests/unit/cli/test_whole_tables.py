"""A table written by a command: there when it is whole, and nothing of it when the command was stopped."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from vatra.cli.whole_tables import whole_table

TABLE = pa.table({"cell": [1, 2, 3]})
WRITES = """
import sys, time
from pathlib import Path
import pyarrow as pa
from vatra.cli.whole_tables import whole_table
table = pa.table({"cell": [1, 2, 3]})
with whole_table(Path(sys.argv[1]), table.schema) as write:
    write(table)
    print("begun", flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("name", ["cells.parquet", "cells.csv"])
def test_what_was_written_is_there_under_its_name(tmp_path, name):
    with whole_table(tmp_path / name, TABLE.schema) as write:
        write(TABLE)
        write(TABLE)
        assert [one.name for one in tmp_path.iterdir()] == [f"{name}.writing"]
    assert [one.name for one in tmp_path.iterdir()] == [name]
    read = pq.read_table if name.endswith("parquet") else pyarrow.csv.read_csv
    assert read(tmp_path / name)["cell"].to_pylist() == [1, 2, 3, 1, 2, 3]


def test_a_mistake_on_the_way_leaves_nothing_and_what_stood_there_before_stands(tmp_path):
    file = tmp_path / "cells.csv"
    file.write_text("before")
    with pytest.raises(ZeroDivisionError), whole_table(file, TABLE.schema) as write:
        write(TABLE)
        raise ZeroDivisionError
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("cells.csv", "before")]


@pytest.mark.parametrize(("name", "how"), [
    ("cells.parquet", signal.SIGTERM), ("cells.parquet", signal.SIGINT), ("cells.csv", signal.SIGTERM),
])
def test_stopped_it_leaves_nothing(tmp_path, name, how):
    command = [sys.executable, "-c", WRITES, str(tmp_path / name)]
    running = subprocess.Popen(command, cwd=Path(__file__).parents[3], stdout=subprocess.PIPE,
                               stderr=subprocess.DEVNULL, text=True)
    assert running.stdout is not None
    with running.stdout:
        assert running.stdout.readline() == "begun\n"
        assert [one.name for one in tmp_path.iterdir()] == [f"{name}.writing"]
        running.send_signal(how)
        assert running.wait(timeout=30) != 0
    assert list(tmp_path.iterdir()) == []
