"""A change of a paper's look is seen: its sheets are drawn and laid over the ones that were looked at and kept.

`make layouts` draws them anew; look at each before committing. Small differences between machines are let through:
what counts is how much ink stands where, not which pixel.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.unit.care.village import uuid
from tests.unit.papers import family, whole_case
from tests.unit.papers.family import HOUSE
from tests.unit.papers.whole_case import ENDED, TYPED
from vatra.papers import queries as papers
from vatra.papers.queries import KINDS, Paper

pytestmark = [pytest.mark.django_db]
KEPT = Path(__file__).parent / "layouts"
DPI, CELL = 60, 8
DIFFERENT = 36  # of 255: a cell with so much more or less ink is another one
MOST_DIFFERENT = 0.003  # of all cells of a sheet
RENEW = "VATRA_RENEW_LAYOUTS"


def drawn(paper: Paper) -> list[Image.Image]:
    """The sheets in grey, without the method's fingerprint, which changes with every rule."""
    with pypdfium2.PdfDocument(papers.pdf_of(replace(paper, rulebook="romania 0000.0"))) as document:
        return [sheet.render(scale=DPI / 72, grayscale=True).to_pil() for sheet in document]


def share_different(one: Image.Image, other: Image.Image) -> float:
    """The share of cells in which two sheets differ; 1 when they are not of one size."""
    if one.size != other.size:
        return 1.0
    small = [sheet.reduce(CELL) for sheet in (one, other)]
    cells = ImageChops.difference(*small).tobytes()
    return sum(cell > DIFFERENT for cell in cells) / len(cells)


OF_THE_PROCESS = frozenset({*TYPED, "proces-verbal-scc", "ordine-de-zi-scc"})


def kept_paper(key: str) -> Paper:
    """A paper that is full: of the process from a case that was lived to its end, the others of the fixed family."""
    ana = family.made_family()
    if key not in OF_THE_PROCESS:
        family.lived(ana)
        return family.every_paper(ana)[key]
    if key.endswith("-scc"):
        whole_case.sat(ana)
        meeting = whole_case.the_meeting() if key == "proces-verbal-scc" else whole_case.the_next_meeting()
        return papers.paper_of_meeting(meeting, by=ana, on=ENDED)
    whole_case.lived(ana)
    if key == "scrisoare-de-referire":
        link = papers.Link("https://vatra.example/raspuns/#c=" + "A" * 22, "https://vatra.example/raspuns/",
                           "ABCD-EFGH-JKMN", datetime(2026, 8, 15, 9, tzinfo=UTC))
        return papers.paper_of_referral(uuid(HOUSE), whole_case.the_referral(), by=ana, on=ENDED, link=link)
    return papers.paper_of_household(key, uuid(HOUSE), by=ana, on=ENDED)


@pytest.mark.parametrize("key", sorted(KINDS))
def test_a_paper_looks_as_it_was_kept(db: None, key: str) -> None:
    sheets = drawn(kept_paper(key))
    if os.environ.get(RENEW):
        _keep(key, sheets)
    kept = [Image.open(path).convert("L") for path in sorted(KEPT.glob(f"{key}-?.png"))]
    assert len(sheets) == len(kept), "another number of sheets: look at it, then run `make layouts`"
    shares = [round(share_different(*pair), 4) for pair in zip(sheets, kept, strict=True)]
    assert max(shares) <= MOST_DIFFERENT, f"{shares}: look at it, then run `make layouts`"


def _keep(key: str, sheets: list[Image.Image]) -> None:
    KEPT.mkdir(exist_ok=True)
    for path in KEPT.glob(f"{key}-?.png"):
        path.unlink()
    for number, sheet in enumerate(sheets, start=1):
        file = BytesIO()
        sheet.quantize(16).save(file, "PNG", optimize=True)
        (KEPT / f"{key}-{number}.png").write_bytes(file.getvalue())


@pytest.mark.parametrize("changed", [
    ".sheet h2 { margin-top: 9mm; }", ".sheet { font-size: 12pt; }", ".sheet th, .sheet td { padding: 2mm; }",
    ".sheet-foot { display: none; }", ".sheet .sheet-rows li { width: 100%; }", ".sheet .label { display: none; }",
])
def test_a_change_of_the_style_is_seen(worker: Any, changed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from vatra.papers import printing

    plain = drawn(papers.blank("ancheta-sociala", by=worker, on=family.ON))
    style = printing._style()
    monkeypatch.setattr(printing, "_style", lambda: style + changed)
    other = drawn(papers.blank("ancheta-sociala", by=worker, on=family.ON))
    assert len(plain) != len(other) or max(map(share_different, plain, other)) > MOST_DIFFERENT


def test_a_machine_without_fonts_prints_the_same(worker: Any, tmp_path: Path) -> None:
    """A second process, in which fontconfig knows no font at all."""
    paper = replace(papers.blank("fisa-de-observatie", by=worker, on=family.ON), rulebook="romania 0000.0")
    (tmp_path / "none.conf").write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    (tmp_path / "paper").write_bytes(pickle.dumps(paper))
    script = ("import django, pickle, sys; django.setup(); from pathlib import Path\n"
              "from vatra.papers.queries import pdf_of\n"
              "Path(sys.argv[2]).write_bytes(pdf_of(pickle.loads(Path(sys.argv[1]).read_bytes())))")
    bare_machine = {**os.environ, "FONTCONFIG_FILE": str(tmp_path / "none.conf"),
                    "DJANGO_SETTINGS_MODULE": "vatra.config.settings"}
    paths = [tmp_path / "paper", tmp_path / "made.pdf"]
    subprocess.run([sys.executable, "-c", script, *paths], check=True, env=bare_machine)
    with pypdfium2.PdfDocument((tmp_path / "made.pdf").read_bytes()) as document:
        bare = [sheet.render(scale=DPI / 72, grayscale=True).to_pil() for sheet in document]
    assert max(map(share_different, bare, drawn(paper))) == 0
