import shutil

import pytest

from vatra.places.load import FACTS, load
from vatra.places.models import CensusAgeGroup, Commune, Institution, Village

pytestmark = [pytest.mark.django_db, pytest.mark.postgres]


def test_loading_twice_changes_nothing():
    first, second = load(), load()
    assert sum(one.added for one in first) == sum(one.rows for one in first) > 78_000
    assert {(one.added, one.changed) for one in second} == {(0, 0)}


def test_a_later_register_changes_names_adds_villages_and_keeps_what_it_no_longer_has(tmp_path):
    load()
    facts = tmp_path / "facts"
    shutil.copytree(FACTS, facts)
    villages = (facts / "villages.csv").read_text("utf-8").replace("21025,Beleghet,", "21025,Beleghetul,")
    kept = [line for line in villages.splitlines() if not line.startswith("21034,")]
    (facts / "villages.csv").write_text("\n".join([*kept, "999999,Satul Nou,21007,0,,"]) + "\n", "utf-8")
    census = (facts / "census_2021.csv").read_text("utf-8").splitlines()
    changed = ["21007,*," + line.split(",", 2)[2] if line.startswith("21007,") else line for line in census]
    (facts / "census_2021.csv").write_text("\n".join(changed) + "\n", "utf-8")
    results = {one.file: one for one in load(facts)}
    assert (results["villages"].added, results["villages"].changed) == (1, 1)
    assert (results["census_2021"].added, results["census_2021"].changed) == (0, 1)
    assert Village.objects.get(siruta=21025).name == "Beleghetul"
    assert Village.objects.filter(siruta=21034).exists()
    assert CensusAgeGroup.objects.get(commune=21007, age_from=0).persons is None


def test_a_file_that_cannot_be_read_leaves_nothing_half_loaded(tmp_path):
    facts = tmp_path / "facts"
    shutil.copytree(FACTS, facts)
    (facts / "posts_2025.csv").unlink()
    with pytest.raises(FileNotFoundError):
        load(facts)
    assert not Commune.objects.exists()
    assert not Institution.objects.exists()


def test_facts_may_be_compressed(tmp_path):
    import gzip

    facts = tmp_path / "facts"
    shutil.copytree(FACTS, facts)
    (facts / "villages.csv.gz").write_bytes(gzip.compress((facts / "villages.csv").read_bytes()))
    (facts / "villages.csv").unlink()
    load(facts)
    assert Village.objects.count() == 13_749


def test_progress_is_told_after_each_file():
    told = []
    load(told=lambda file, done, of: told.append((file, done, of)))
    assert told[0] == ("counties", 1, 6)
    assert told[-1][1:] == (6, 6)
