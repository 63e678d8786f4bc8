"""What a social worker does with a household at the office, act by act, each written down with its own day.

Every step is reached from the household's page as the worker reaches it: by the way-marker, or by “Alte acte”.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Page, expect


def unfold(page: Page, part: str) -> None:
    """Open a part of a household's page that is folded on a narrow screen."""
    folded = page.locator("details.fold:not([open]) > summary", has_text=part)
    if folded.count():
        folded.first.click()


@dataclass
class Desk:
    """A page in which somebody has signed in, and the address of the household it is about."""

    page: Page
    home: str = ""

    @property
    def uuid(self) -> str:
        return self.home.strip("/").split("/")[-1]

    def look(self) -> Page:
        self.page.goto(self.home)
        return self.page

    def stands(self, state: str, *, asks: str = "") -> None:
        """The way-marker says so."""
        self.look()
        marker = self.page.locator("section.marker")
        expect(marker.locator("strong")).to_have_text(state)
        expect(marker).to_contain_text(asks)

    def next(self) -> None:
        """What the way-marker asks for."""
        self.look()
        self.page.locator("section.marker a").click()

    def other(self, name: str) -> None:
        """An act that is done more rarely."""
        self.look()
        self.page.get_by_text("Alte acte").click()
        self.page.get_by_role("link", name=name).click()

    def choose(self, question: str, answer: str) -> None:
        self.page.get_by_role("group", name=re.compile(question)).get_by_label(answer, exact=True).check()

    def write(self, question: str, answer: str) -> None:
        self.page.get_by_label(question).fill(answer)

    def keep(self, button: str, *, on: date, said: str) -> None:
        """Send the form with the day on which it happened; the register has it."""
        self.page.locator("#id_on").fill(on.isoformat())
        self.page.get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator("#messages")).to_contain_text(said)
        expect(self.page.locator("#messages")).to_contain_text("Confirmare de primire nr.")

    def enrol(self, surname: str, *others: tuple[str, str, str, str], given: str, born: str, on: date) -> None:
        """A family: its head, a mother, and the others as (given name, birthday, sex, what they are to her)."""
        page = self.page
        page.goto("/gospodarii/")
        page.get_by_role("link", name="Înregistrează o gospodărie").click()
        page.locator("#id_on").fill(on.isoformat())
        page.get_by_label("Nume de familie").fill(surname)
        for place, (name, birthday, sex, relation) in enumerate([(given, born, "feminin", ""), *others], start=1):
            if place > 1:
                page.get_by_role("button", name="Încă un membru").click()
            person = page.locator("fieldset.member-card").nth(place - 1)
            person.get_by_label("Nume de familie").fill(surname)
            person.get_by_label("Prenume").fill(name)
            person.get_by_label("Data nașterii").fill(birthday)
            person.get_by_label(sex, exact=True).check()
            if relation:
                person.get_by_label("Ce este pentru capul gospodăriei").select_option(relation)
        page.get_by_role("button", name="Păstrează gospodăria").click()
        expect(page.locator("#looked, #messages > *").first).to_be_attached()
        if page.locator("#looked").count():
            page.get_by_label("M-am uitat").check()
            page.get_by_role("button", name="Păstrează gospodăria").click()
        expect(page.locator("#messages")).to_contain_text("Gospodăria este înregistrată.")
        self.home = re.sub(r"^https?://[^/]+", "", page.url).split("#")[0]

    def signal(self, *, on: date, hour: str, source: str, words: str, told_by: str = "") -> None:
        self.other("Scrie o semnalare")
        self.write("La ce oră", hour)
        self.choose("De la cine știți", source)
        self.write("Cine a spus", told_by)
        self.write("Ce s-a văzut sau s-a spus", words)
        self.keep("Păstrează semnalarea", on=on, said="Semnalarea este scrisă.")

    def triage(self, decision: str, *, on: date) -> None:
        """From the first screen, where the signal waits."""
        self.page.goto("/azi/")
        title = self.page.get_by_role("region", name=re.compile("netriat"))
        title.get_by_role("link").first.click()
        self.choose("Ce hotărâți", decision)
        self.keep("Păstrează hotărârea", on=on, said="Hotărârea este scrisă.")

    def assess(self, *, on: date, risk: str, words: str = "Am vorbit cu mama și cu copilul.") -> None:
        self.write("De la ce oră", "10:00")
        self.write("Până la ce oră", "11:10")
        self.choose("Ați văzut copilul", "da")
        self.write("Ce ați văzut și ați auzit", words)
        self.choose("Cât de mare este riscul", risk)
        self.choose("Poate copilul să rămână", "da")
        self.keep("Păstrează evaluarea", on=on, said="Evaluarea inițială este păstrată.")

    def tell(self, whom: str, *, on: date, hour: str, in_writing: bool = False) -> None:
        """Who was told of an emergency of the whole household."""
        self.choose("Cine este în pericol", "toată gospodăria")
        self.choose("Pe cine ați anunțat", whom)
        self.page.get_by_role("group", name="Cum?").get_by_label("în scris" if in_writing else "prin telefon").check()
        self.write("La ce oră", hour)
        self.keep("Păstrează anunțul", on=on, said="Anunțul este păstrat.")

    def agree(self, *, on: date, no: str = "") -> None:
        """The second word on a closing that was asked for, from the first screen; or why the case goes on."""
        self.page.goto("/azi/")
        waits = self.page.get_by_role("region", name=re.compile("a doua persoană"))
        waits.locator(f"a[href='{self.home}inchidere/acord/']").click()
        self.choose("Sunteți de acord", "nu, continuă" if no else "da, se închide")
        if no:
            self.write("De ce", no)
        self.keep("Păstrează hotărârea mea", on=on, said="Hotărârea dumneavoastră este păstrată.")

    def open_case(self, *, on: date, why: str) -> None:
        self.write("De ce se deschide", why)
        self.keep("Deschide cazul", on=on, said="Cazul este deschis.")

    def team(self, *members: str, on: date) -> None:
        for one in members:
            self.page.get_by_role("group", name="Cine mai este în echipă").get_by_label(re.compile(one)).check()
        self.keep("Păstrează echipa", on=on, said="Echipa este numită.")

    def assess_together(self, *, on: date) -> None:
        """The integrated assessment, which the way-marker already has chosen."""
        expect(self.page.get_by_label("Dacă este altul: care")).to_have_value("S04")
        self.choose("Ce s-a întâmplat", "a fost acordat")
        self.keep("Păstrează serviciul", on=on, said="Serviciul este înregistrat.")

    def plan(self, *, on: date, whom: str, goal: str, child: str = "") -> None:
        """What the method proposes, all of it."""
        self.write("Ce urmărește planul", goal)
        self.write("Cu cine l-ați stabilit", whom)
        self.write("Ce spune copilul", child)
        self.keep("Păstrează planul", on=on, said="Planul este stabilit.")

    def approve(self, number: str, *, on: date) -> None:
        self.write("Numărul dispoziției primarului", number)
        self.write("Semnată pe", on.isoformat())
        self.keep("Păstrează aprobarea", on=on, said="Aprobarea este păstrată.")

    def monitor(self, *, on: date, changed: str, child: str) -> None:
        self.write("Ce s-a schimbat de la ultima vizită", changed)
        self.write("Cum este copilul", child)
        self.keep("Păstrează fișa de monitorizare", on=on, said="Fișa de monitorizare este păstrată.")

    def review(self, decision: str, *, on: date, words: str) -> None:
        self.write("Ce s-a schimbat și ce nu", words)
        self.choose("Ce urmează", decision)
        self.keep("Păstrează revizuirea", on=on, said="Revizuirea este păstrată.")

    def close(self, *, on: date, by_two: bool, results: str) -> None:
        self.other("Închide cazul")
        self.choose("De ce se închide", "obiectivele planului au fost atinse")
        self.write("Ce s-a atins", results)
        if by_two:
            self.keep("Cere închiderea cazului", on=on, said="așteaptă acordul unei a doua persoane")
        else:
            self.keep("Închide cazul", on=on, said="Cazul este închis.")

    def prints(self, paper: str, *words: str) -> None:
        """The paper, filled in from what was written, as the page that is printed and as its PDF."""
        self.look()
        papers = self.page.get_by_role("region", name="Hârtii")
        link = papers.locator(f"a[href$='/hartii/{paper}/']").first
        while not link.is_visible():
            papers.locator("details:not([open]) > summary").first.click()
        link.click()
        body = self.page.get_by_role("main")
        for one in words:
            expect(body).to_contain_text(one)
        file = self.page.request.get(f"{self.home}hartii/{paper}/pdf/")
        assert (file.status, file.body()[:5]) == (200, b"%PDF-"), paper
