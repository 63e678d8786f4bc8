"""The drawings of pages are the package's own, whose archive is opened once and not for each of them."""

from __future__ import annotations

import lucide
import pytest

from vatra.web import drawings
from vatra.web.drawings import drawing


@pytest.mark.parametrize("name", ["arrow-left", "house-plus", "circle-check", "message-circle-question-mark", "map"])
def test_a_drawing_is_the_one_that_the_package_makes(name):
    told = {"class": "icon", "aria-hidden": "true", "focusable": "false"}
    assert drawing(name, 24) == lucide._render_icon(name, 24, **told)


def test_the_archive_is_opened_once_for_all_of_them(monkeypatch):
    opened, really = [], drawings.ZipFile
    monkeypatch.setattr(drawings, "ZipFile", lambda file: opened.append(file) or really(file))
    drawings.archive.cache_clear()
    drawing.cache_clear()
    assert drawing("house", 20) != drawing("house", 24) != drawing("map", 24)
    assert len(opened) == 1


def test_a_name_that_there_is_not_is_no_empty_drawing():
    with pytest.raises(KeyError):
        drawing("no such drawing", 20)
