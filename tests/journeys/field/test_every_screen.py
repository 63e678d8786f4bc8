"""Every screen of the field app can be used by everyone (axe-core) at 360 px, in each look and language."""

from __future__ import annotations

import re

import pytest

from tests.journeys.field.acts import turn
from tests.unit.web.village import uuid

pytestmark = pytest.mark.journey
HOME = str(uuid("popescu"))
SCREENS = {
    "azi": "azi", "gospodarii": "gospodarii", "gospodarie": f"gospodarie/{HOME}", "vizita": f"vizita/{HOME}",
    "serviciu": f"serviciu/{HOME}", "referire": f"referire/{HOME}", "eveniment": f"eveniment/{HOME}",
    "familie": f"familie/{HOME}", "plecare": f"plecare/{HOME}", "evaluare": f"evaluare/{HOME}",
    "urgenta": f"urgenta/{HOME}", "monitorizare": f"monitorizare/{HOME}", "mesaj": f"mesaj/{HOME}",
    "caz": f"caz/{HOME}", "plan": f"plan/{HOME}", "aflat": f"aflat/{HOME}", "trimise": "trimise", "tableta": "tableta",
    "pin": "pin", "nu-este": f"gospodarie/{uuid('nobody')}", "fisa": f"semnalare/{HOME}",
    "fisa-necunoscuti": "semnalare", "judeca": f"judeca/{HOME}/household/EC04",
    "ciorna-nu-este": f"interviu/{uuid('no draft')}",
    "planific": f"planific/{HOME}", "saptamana": "saptamana", "drum": "drum", "plecate": "intoarcere",
    "rezumat": f"rezumat/{HOME}", "telefoane": "telefoane",
}
NOT_YET = {  # sent as they open
    name: SCREENS[name] for name in ("judeca", "eveniment", "fisa-necunoscuti", "referire", "plecare")
}
ROMANIAN = re.compile("[ăâîșț]", re.IGNORECASE)
PROPER = re.compile("Gâsteni|Ș\\.Ț\\.|Ștefăniță|Țăranu|Șerban|Română|Ulița( Fântânii)?|"
                    "Școala Gimnazială Răcăciuni|Primăria Răcăciuni")


def _go(tablet, address: str) -> None:
    tablet.page.evaluate(f"document.activeElement.blur(); location.hash = '#/{address}'")
    tablet.page.wait_for_function("document.activeElement.localName === 'h1'")  # the new screen's
    tablet.page.wait_for_timeout(350)  # long lists are drawn in turns
    tablet.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    tablet.page.wait_for_timeout(100)  # what is folded is drawn when it is opened


def _broken_words(page) -> list[str]:
    """What is read as one word and lies on two lines; the screen must hold some such words."""
    held = page.locator(".whole")
    assert "s-a" in held.all_inner_texts()
    return held.evaluate_all("parts => parts.filter(p => p.getClientRects().length > 1).map(p => p.innerText)")


def _look_at_mistakes(tablet) -> None:
    """Forms sent as they open, without a network: nothing of it reaches the register."""
    tablet.cut()
    for name, address in NOT_YET.items():
        _go(tablet, address)
        tablet.page.locator("form > .button").last.click()
        tablet.page.locator(".message-error").first.wait_for()
        assert tablet.page.evaluate("document.activeElement.matches('.message-error')"), name
        tablet.page.keyboard.press("Tab")
        tablet.page.keyboard.press("Enter")
        assert tablet.page.evaluate("document.activeElement.matches('form :is(input, select, textarea)')"), name
        tablet.page.evaluate("scrollTo(0, 0)")  # nothing lies half under the bar that stays in sight
        tablet.look(f"{name}-gresit")


def _look_at_an_interview(tablet) -> None:
    """Its first page with all groups unfolded, its end, and giving it up."""
    page = tablet.page
    page.evaluate(f"location.hash = '#/interviu/{HOME}/household'")
    page.get_by_text("Salvat pe tabletă").wait_for()
    page.get_by_text("Toate grupele de întrebări").click()
    page.get_by_role("button", name="Ce am aflat acum").wait_for()
    page.evaluate("scrollTo(0, 0)")  # nothing lies half under the bar that stays in sight
    tablet.look("interviu")
    page.get_by_role("button", name="Ce am aflat acum").click()
    page.get_by_role("button", name="Șterge interviul neterminat").click()
    tablet.look("interviu-renunt")
    page.evaluate("location.hash = '#/azi'")
    page.get_by_role("heading", name="Începute și neterminate").wait_for()
    tablet.look("azi-neterminate")
    tablet.mend()


@pytest.mark.parametrize(("look", "scheme"), [("sun", "light"), ("system", "dark")])
def test_no_screen_has_a_barrier(new_tablet, look, scheme):
    tablet = new_tablet(scheme=scheme, pictures=f"{look}-")
    tablet.enrol("ana")
    tablet.settled()
    page = tablet.page
    page.get_by_role("link", name="Tableta").click()
    page.get_by_role("radio", name="pentru soare puternic" if look == "sun" else "ca tableta").check()
    for name, address in SCREENS.items():
        _go(tablet, address)
        tablet.look(name)
    _go(tablet, SCREENS["eveniment"])
    assert not _broken_words(page)
    _look_at_mistakes(tablet)
    _look_at_an_interview(tablet)
    page.evaluate("location.hash = '#/azi'")
    page.get_by_role("button", name="Blochează").click()
    page.get_by_role("heading", name="Tableta este blocată").wait_for()
    tablet.look("blocata")
    tablet.unlock("111999")
    page.get_by_text("PIN greșit").wait_for()
    tablet.look("pin-gresit")


def test_the_whole_app_speaks_english_too(new_tablet):
    tablet = new_tablet(pictures="en-")
    tablet.enrol("nina")
    tablet.settled()
    tablet.page.get_by_role("link", name="Tableta").click()
    tablet.page.get_by_role("radio", name="English").check()
    tablet.page.wait_for_function("document.documentElement.lang === 'en'")
    for name, address in SCREENS.items():
        _go(tablet, address)
        tablet.look(name)
        lines = tablet.page.evaluate("document.body.innerText").splitlines()
        assert not [line for line in lines if ROMANIAN.search(PROPER.sub("", line))], name


def test_a_new_household_is_registered_and_its_likely_double_is_shown(new_tablet):
    tablet = new_tablet(pictures="nou-")
    tablet.enrol("ana")
    tablet.settled()
    tablet.cut()
    page = tablet.page
    page.get_by_role("link", name="Gospodării").click()
    page.get_by_role("link", name="Gospodărie nouă").click()
    page.get_by_text("Salvat pe tabletă").wait_for()
    tablet.look("1")
    while not page.get_by_role("button", name="Adaugă o persoană").count() and turn(tablet):
        pass
    page.get_by_role("button", name="Adaugă o persoană").click()
    tablet.look("membri")
    page.get_by_role("button", name="Mai departe").click()
    page.get_by_label("Numele", exact=True).fill("Rotaru")
    page.get_by_label("Prenumele").fill("Andrei")
    page.get_by_text("Poate este deja în registru").wait_for()
    tablet.look("dublura")
