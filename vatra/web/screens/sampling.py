"""Eșantioane: assessments drawn by chance, asked again by another worker, and how far the two agree."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.people import queries as people
from vatra.places import queries as places
from vatra.supervision import queries as supervision
from vatra.web.forms_of_supervision import SampleForm, SecondInterviewForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import Words, words
from vatra.web.present.agreement import item_shown, whole_in_words, worker_shown
from vatra.web.present.persons import household_name, is_child, who
from vatra.web.screens.acting import Error, answer_form, errors_of, posted, seal_again
from vatra.web.screens.opening import Opened, opened
from vatra.web.screens.outside import Whose, keep_outside
from vatra.web.screens.supervising import check_supervises, communes_supervised, supervised
from vatra.web.sealing import Act
from vatra.web.seen import note_read, note_refused

FRAME = timedelta(days=365)
SEEDS = 2**31
TOO_FEW = "too_few"
LEAST = 10  # pairs, while the rulebook names none


@page("cases", takes_form=True)
def samples(request: HttpRequest) -> HttpResponse:
    """The samples drawn where this worker supervises, and the form that draws another."""
    me = me_of(request)
    check_supervises(me)
    communes = communes_supervised(me)
    named = {one.siruta: one.name for one in places.communes(communes).values()}
    form = SampleForm(
        request.POST if request.method == "POST" else None, since=me.on - FRAME,
        communes=sorted(((str(code), name) for code, name in named.items()), key=lambda pair: pair[1]),
    )
    errors: list[Error] = []
    if request.method == "POST":
        errors = _drawn(request, me, form) if form.is_valid() else errors_of(form)
        if not errors:
            return redirect("web:samples")
    return render(request, "web/screens/samples.html", {
        "form": form, "errors": errors, "seal": seal_again(request),
        "samples": [(one, named[one.commune], reverse("web:sample", args=[one.uuid]))
                    for one in supervision.samples(communes)],
    }, status=422 if errors else 200)


def _drawn(request: HttpRequest, me: Me, form: SampleForm) -> list[Error]:
    said, commune = form.cleaned_data, int(form.cleaned_data["commune"])
    until = me.on + timedelta(days=1)
    frame = supervision.frame(commune, since=said["since"], until=until, on=me.on)
    if not frame:
        return [{"sentence": _("Nobody was interviewed there in that time. Choose an earlier day."), "field": ""}]
    seed = secrets.randbelow(SEEDS)
    chosen = supervision.drawn(frame, seed=seed, of_each=said["of_each"])
    payload: dict[str, Any] = {
        "seed": seed, "since": said["since"].isoformat(), "until": until.isoformat(), "of_each": said["of_each"],
        "frame": len(frame), "frame_digest": supervision.digest_of(frame),
        "drawn": [{"interview": str(one.interview), "household": str(one.household), "worker": str(one.worker),
                   "on": one.on.isoformat()} for one in chosen],
    }
    why = keep_outside(request, Whose(commune), Act("draw_sample", payload), on=me.on, done=_("The sample is drawn."))
    return [{"sentence": why, "field": ""}] if why else []


@page("cases")
def sample(request: HttpRequest, sample: UUID) -> HttpResponse:
    """How far first and second answers of a sample agree: by question, by worker, altogether."""
    me = me_of(request)
    there = supervision.results(sample, frozenset(), on=me.on, least=LEAST)
    if there is None or there.sample.commune not in me.communes:
        note_refused(me, sample, purpose="sample", about="sample")
        raise Http404
    scope = next((one for one in supervised(me) if there.sample.commune in one.communes), None)
    if scope is None:
        raise PermissionDenied
    book = words(on=me.on)
    least = int(book.book.parameters_on(me.on).get("agreement_least_n") or LEAST)
    found = supervision.results(sample, scope.domains, on=me.on, least=least) or there
    return render(request, "web/screens/sample.html", {
        "results": found, "name": places.communes([found.sample.commune])[found.sample.commune].name,
        "items": [item_shown(_label(book, code), one) for code, one in found.items if one.word != TOO_FEW],
        "few": [item_shown(_label(book, code), one) for code, one in found.items if one.word == TOO_FEW],
        "workers": [worker_shown(*one) for one in found.workers], "whole": whole_in_words(found.whole), "least": least,
    })


def _label(book: Words, code: str) -> str:
    fact = book.book.facts.get(code)
    return book.label(fact.row) if fact else code


@page("cases")
def to_ask_again(request: HttpRequest) -> HttpResponse:
    """The households that this worker may ask again."""
    me = me_of(request)
    asked = supervision.to_ask_again(me.worker, interviewing(me))
    return render(request, "web/screens/to_ask_again.html", {"asked": _listed(me, asked)})


def interviewing(me: Me) -> list[int]:
    """Where this worker holds a role of the commune itself that asks households."""
    held = {one.commune_id for one in me.roles if one.commune_id}
    return sorted(code for code in held & me.communes if policies.can_act(me.worker, "interview", code, on=me.on))


def _listed(me: Me, asked: list[supervision.ToAsk]) -> list[tuple[str, str, supervision.ToAsk]]:
    note_read(me, [(one.household, one.commune) for one in asked], purpose="to_ask_again")
    members = people.members_of([one.household for one in asked], on=me.on) if asked else {}
    return [(household_name(members.get(one.household, [])),
             reverse("web:second_interview", args=[one.household, one.uuid]), one) for one in asked]


@page("cases", takes_form=True)
def second_interview(request: HttpRequest, household: UUID, drawn: UUID) -> HttpResponse:
    """The questions again, without what was answered before."""
    home = opened(request, household, purpose="second_interview")
    if not home.may("interview"):
        raise PermissionDenied
    one = supervision.drawn_interview(drawn)
    if one is None or one.household != household or supervision.first_worker(drawn) == home.me.worker.pk:
        raise Http404
    form = SecondInterviewForm(posted(request), today=home.me.on, since=one.drawn_on, asked=_asked(home))
    return answer_form(
        request, home, form, title=_("Ask again: %(who)s") % {"who": household_name(home.members)},
        about=_("Ask every question anew, as if for the first time. What was answered before is not shown, and what "
                "you write changes nothing in the file: it only shows how far two workers find the same."),
        send=_("Keep the second interview"), done=_("The second interview is kept."),
        acts=lambda said: [Act("record_second_interview", _payload(drawn, form))],
    )


def _asked(home: Opened) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(field, question, choices) for the household and each who lives there, in the domains of the worker's role."""
    fields = [_field(home, "household", "", fact) for fact in
              supervision.questions("household", home.domains_of_role, on=home.me.on)]
    for member in home.members:
        sort = "child" if is_child(member, on=home.me.on) else "adult"
        fields += [_field(home, str(member.uuid), who(member, on=home.me.on).short, fact)
                   for fact in supervision.questions(sort, home.domains_of_role, on=home.me.on)]
    return fields


def _field(home: Opened, subject: str, about: str, fact: Any) -> tuple[str, str, list[tuple[str, str]]]:
    spoken = home.words.language
    question = fact.row.get(f"question_{spoken}") or home.words.label(fact.row)
    if fact.type == "boolean":
        choices = [("yes", _("yes")), ("no", _("no"))]
    else:
        pairs = (part.split("=", 1) for part in fact.row.get(f"choice_labels_{spoken}", "").split("|") if "=" in part)
        labels = {code.strip(): label.strip() for code, label in pairs}
        choices = [(code, labels.get(code, code)) for code in fact.choices]
    return f"{subject}/{fact.code}", f"{about}: {question}" if about else question, choices


def _payload(drawn: UUID, form: SecondInterviewForm) -> dict[str, Any]:
    answers = form.answers()
    about = answers.pop("household", {})
    return {"drawn": str(drawn), "household": about,
            "members": [{"person": person, "facts": facts} for person, facts in answers.items()]}
