"""What a trial was counted over, and that numbers of an older way of counting are told apart and never added."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.apps import apps

from tests.unit.care.village import COMMUNE, asked, send
from tests.unit.releases.conftest import HOUSES, SCHOOL, later
from tests.unit.releases.test_method_changes import DAY, drafted, refused, tried
from tests.unit.releases.test_pages import browser
from vatra.releases import counting, entries, queries, simulating
from vatra.releases.drafts import built

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


def trials() -> list:
    return list(apps.get_model("releases.Trial").objects.order_by("id"))


@pytest.fixture
def older(monkeypatch):
    """Lets everything after it be counted in another way."""
    return lambda: [monkeypatch.setattr(module, "way_of_counting", lambda *_more: "another way")
                    for module in (counting, entries, simulating, entries.policies)]


def test_a_trial_says_over_how_many_entries_it_was_counted_and_what_came_since(editor, families):
    trial = tried(drafted(editor), editor)
    over = queries.counted_over(trial)
    assert (over.entries, over.older, over.since, over.communes) == (2 * HOUSES, False, 0, 0)
    send(families, asked("casa0", 2, SCHOOL, name="mai târziu"))
    over = queries.counted_over(trial)
    assert (over.entries, over.older, over.since, over.communes) == (2 * HOUSES, False, 1, 1)


def test_a_trial_is_counted_again_only_when_something_came_since(editor, families):
    draft = drafted(editor)
    first = tried(draft, editor)
    assert tried(draft, editor) == first
    send(families, asked("casa0", 2, SCHOOL, name="mai târziu"))
    again = tried(draft, editor)
    assert again != first and trials() == [first, again]
    assert queries.trial_of(draft, built(draft, on=TODAY)) == again
    assert queries.counted_over(again).stands


def test_what_an_older_way_counted_is_neither_published_nor_gone_on_with(editor, older):
    draft = drafted(editor)
    half = entries.begin_trial(draft, by=editor, at=later())
    older()
    assert refused(lambda: entries.go_on(half, at=later())) == "older_counting"
    whole = tried(draft, editor)
    assert whole != half and queries.counted_over(whole).stands
    assert queries.moved_by(half) == {}, "newer numbers are not added to an older trial"
    apps.get_model("releases.Trial").objects.filter(pk=whole.pk).update(counting="")
    assert queries.counted_over(queries.latest_trial(draft)).older
    assert refused(lambda: entries.publish(draft, since=DAY, words="Ordinul 7", by=editor, at=later())
                   ) == "older_counting"


def test_a_trial_from_before_this_was_kept_is_of_an_older_way(editor):
    trial = tried(drafted(editor), editor)
    apps.get_model("releases.Tried").objects.update(number=None, digest="")
    apps.get_model("releases.Trial").objects.update(counting="")
    trial.refresh_from_db()
    over = queries.counted_over(trial)
    assert (over.entries, over.older, over.stands) == (None, True, False)


def test_the_page_says_what_was_counted_by_an_older_way_and_offers_to_count_again(editor):
    client = browser(editor)
    page = client.post("/metodologie/schimbari/noua/", {"title": "Un prag", "reason": "Indexare"}).headers["Location"]
    client.post(page + "tabel/ED03/", {
        "0/severity": "3", "0/age_y": "[9..18)", "0/c_ever_enrolled": "yes", "0/c_enrolled": "no", "1/severity": ""})
    client.post(page + "cazuri/"), client.post(page + "incearca/")
    assert "De atunci nu a mai venit nimic." in client.get(page).content.decode()
    assert page + "publica/" in client.get(page).content.decode()
    apps.get_model("releases.Trial").objects.update(counting="")
    shown = client.get(page).content.decode()
    assert "într-un fel mai vechi de a număra" in shown and page + "publica/" not in shown
    client.post(page + "incearca/")
    assert len(trials()) == 2
    assert "într-un fel mai vechi de a număra" not in client.get(page).content.decode()


def test_the_command_counts_again_what_an_older_way_has_kept(editor, home, older):
    found = built(drafted(editor), on=TODAY)

    def simulated() -> tuple[int, int, int]:
        made = simulating.simulate(found.before, found.after, on=TODAY)
        assert made.moved[COMMUNE].outcomes == {"less": HOUSES}
        return made.entries, made.kept, made.older

    assert simulated() == (2 * HOUSES, 0, 0)
    assert simulated() == (2 * HOUSES, 1, 0)
    older()
    assert simulated() == (2 * HOUSES, 0, 1)
    assert simulated() == (2 * HOUSES, 1, 0)
    [file] = (home / "trials").iterdir()
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    file.write_text(json.dumps(lines[-1][:3]) + "\n")  # as it was kept before the way of counting was
    assert simulated() == (2 * HOUSES, 0, 1)


def test_words_in_the_code_do_not_make_another_way_of_counting(tmp_path):
    def code(text: str) -> str:
        path = tmp_path / "counting.py"
        path.write_text(text)
        return counting._code(path)

    first = code('"""One."""\n\ndef count():\n    """Two."""\n    return 1\n')
    assert first == code('"""Other words."""\n\ndef count():\n    # why\n    """Others."""\n    return 1\n')
    assert first != code('"""One."""\n\ndef count():\n    """Two."""\n    return 2\n')
    assert counting.way_of_counting() != counting.way_of_counting(counting.OVER_A_FILE)
