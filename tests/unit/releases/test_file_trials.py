"""A change of the method tried on a file that the administrator named: on its page and by the command."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner

from tests.unit.care.village import colleague
from tests.unit.releases.conftest import later
from tests.unit.releases.test_method_changes import drafted, refused
from tests.unit.releases.test_pages import browser
from vatra.assessment.rulebooks import folder_in_force
from vatra.audit.queries import changes_of
from vatra.cli.rulebook import rulebook
from vatra.releases import entries, queries
from vatra.releases.drafts import built, laid_out
from vatra.results.population import reading
from vatra.results.population.kept import KeptPieces
from vatra.web.screens import method_files

pytestmark = pytest.mark.django_db
ROWS, ON = 120, later().date()


@pytest.fixture
def file(settings, home):
    """120 children out of school of 7 to 16 years, every twelfth Roma, three in four in communes."""
    path = home / "copii.csv"
    path.write_text("id,sex,age_m,urban,ethnicity,c_ever_enrolled,c_enrolled\n" + "".join(
        f"{n},{'fm'[n % 2]},{84 + 12 * (n % 10)},{'no' if n % 4 else 'yes'},{'roma' if n % 12 == 0 else ''},yes,no\n"
        for n in range(ROWS)))
    settings.POPULATIONS = [path]
    [named] = queries.population_files().values()
    return named


def page_of(draft, file):
    return f"/metodologie/schimbari/{draft.uuid}/fisier/{file.key}/"


def test_a_file_is_counted_on_its_page_and_told_rounded_and_apart(editor, file, monkeypatch):
    monkeypatch.setattr(method_files, "A_WHILE", 600.0)
    draft, client = drafted(editor), browser(editor)
    draft_page = client.get(f"/metodologie/schimbari/{draft.uuid}/").content.decode()
    assert page_of(draft, file) in draft_page and str(file.path.parent) not in draft_page
    assert "Numără fișierul" in client.get(page_of(draft, file)).content.decode()
    assert client.post(page_of(draft, file) + "numara/").status_code == 302
    page = client.get(page_of(draft, file)).content.decode()
    assert 'id="moves"' in page and "Numără fișierul" not in page
    for title in ("Fete și băieți", "Oraș și sat", "Pe vârste", "Romi și alții, cum s-au declarat ei înșiși"):
        assert title in page, title
    numbers = [int(one.replace(".", "")) for one in re.findall(r'<td class="number"[^>]*><span>([\d.]+)', page)]
    assert numbers and all(one % 5 == 0 for one in numbers)
    assert [row.purpose for row in changes_of(draft.uuid)].count("try_file") == 1


def test_small_numbers_are_told_to_nobody(editor, file):
    draft = drafted(editor)
    tried = entries.try_file(draft, file, by=editor, at=later())
    assert (tried.found.children, tried.found.touched, tried.found.whole) == (ROWS, ROWS // 5, True)
    told = queries.told_of_a_file(tried.found)
    assert (told.children, told.touched) == (120, 25)  # 24 rounded
    assert told.codes["ED03"]["lost"] == 25
    parts = {part.name: part for part in told.groups["ethnicity"]}
    assert (parts["roma"].children, parts["roma"].lost) == (10, None)


def test_it_goes_on_where_it_was_and_says_how_far(editor, file, monkeypatch):
    monkeypatch.setattr(reading, "PIECE", 50)
    draft = drafted(editor)
    half = entries.try_file(draft, file, by=editor, at=later(), enough=lambda: True)
    assert (half.found.rows, half.of, half.found.whole) == (50, ROWS, False)
    whole = entries.try_file(draft, file, by=editor, at=later())
    assert (whole.found.rows, whole.found.whole) == (ROWS, True)
    assert [row.purpose for row in changes_of(draft.uuid)].count("try_file") == 1


def test_no_path_and_no_other_file_is_taken_from_the_browser(editor, file, home):
    draft, client = drafted(editor), browser(editor)
    (home / "altul.csv").write_text("id\n1\n")
    for key in ("copii", "altul", "0" * 12, "etc-passwd"):
        assert client.get(page_of(draft, file).replace(file.key, key)).status_code == 404
        assert client.post(page_of(draft, file).replace(file.key, key) + "numara/").status_code == 404


def test_a_file_that_is_gone_or_does_not_fit_is_said_without_what_stands_in_it(editor, file):
    draft, client = drafted(editor), browser(editor)
    file.path.write_text("id,c_enrolled\n1,Ionescu Maria\n")
    page = client.get(client.post(page_of(draft, file) + "numara/").headers["Location"]).content.decode()
    assert "rândul 2, coloana „c_enrolled”" in page and "Ionescu" not in page
    file.path.unlink()
    page = client.get(page_of(draft, file)).content.decode()
    assert "nu este acolo" in page and "Numără fișierul" not in page


def test_only_an_open_draft_that_can_be_tried_is_counted(editor, file):
    draft = entries.begin_draft("Nimic", "Încă nimic", by=editor, at=later())
    assert refused(lambda: entries.try_file(draft, file, by=editor, at=later())) == "nothing"
    other = browser(colleague("alt-primar", "mayor"))
    assert other.get(page_of(draft, file)).status_code == 403


def test_the_command_goes_on_after_ctrl_c_and_says_so(editor, file, home, monkeypatch):
    monkeypatch.setattr(reading, "PIECE", 50)
    draft = drafted(editor)
    kept, add = [], KeptPieces.add

    def stopped(self, *piece):
        add(self, *piece)
        kept.append(piece)
        if len(kept) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(KeptPieces, "add", stopped)
    folders = [str(folder_in_force(on=ON)), str(_edited(draft, home))]
    arguments = ["simulate", *folders, "--population", str(file.path), "--on", "2026-06-01", "--lang", "en"]
    first = CliRunner().invoke(rulebook, arguments)
    assert first.exit_code != 0 and "run it again and it goes on from here" in first.output
    again = CliRunner().invoke(rulebook, arguments)
    assert again.exit_code == 0 and "24 of 120 children" in again.output
    assert [piece[:2] for piece in kept] == [(0, 50), (50, 100), (100, 120), (120, 120)]


def _edited(draft, home):
    found = built(draft, on=ON)
    with laid_out(found.edits, reason="Un prag", folder=folder_in_force(on=ON), before=found.before, since=ON) as laid:
        return laid.rename(home / "after")


def test_no_file_is_offered_where_none_is_named(editor, settings):
    settings.POPULATIONS = []
    draft = drafted(editor)
    assert "/fisier/" not in browser(editor).get(f"/metodologie/schimbari/{draft.uuid}/").content.decode()
