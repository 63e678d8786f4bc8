"""Întrebări către metodologie: a worker says that a rule is wrong or missing; the list for who makes the method."""

from __future__ import annotations

import csv
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from vatra.access import policies
from vatra.audit.entries import Act as Noted
from vatra.audit.entries import record
from vatra.places import queries as places
from vatra.supervision import queries as supervision
from vatra.web.forms_of_supervision import ANSWERS, SORTS, AnswerForm, QuestionForm
from vatra.web.gate import page
from vatra.web.me import Me, me_of
from vatra.web.method_words import words
from vatra.web.screens.acting import posted
from vatra.web.screens.outside import answer_outside
from vatra.web.screens.supervising import supervised
from vatra.web.sealing import Act
from vatra.web.seen import note_refused

FIRST_DAY = date(2000, 1, 1)
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet would run


@page("cases")
def method_questions(request: HttpRequest) -> HttpResponse:
    """The questions: all of the communes that this worker supervises, else the own ones with what became of them."""
    me = me_of(request)
    return render(request, "web/screens/method_questions.html", {
        "questions": [(one, _about(me, one), str(SORTS[one.sort]), str(ANSWERS.get(one.answer, "")),
                       reverse("web:answer_method_question", args=[one.uuid])) for one in _seen(me)],
        "supervises": bool(supervised(me)), "may_ask": bool(_asking(me)),
    })


def _seen(me: Me) -> list[supervision.MethodQuestionSeen]:
    over = supervised(me)
    if over:
        return [one for scope in over
                for one in supervision.method_questions(scope.communes, scope.domains, on=me.on)]
    return [one for scope in me.scopes
            for one in supervision.method_questions(scope.communes, scope.domains, on=me.on, own=me.worker)]


def _about(me: Me, one: supervision.MethodQuestionSeen) -> str:
    return words(on=me.on).vulnerability(one.code) if one.code else ""


def _asking(me: Me) -> int | None:
    """The commune for which this worker may question the method: the first where interviews are made."""
    return next((code for code in sorted(me.communes) if policies.can_act(me.worker, "interview", code, on=me.on)),
                None) if not any(held.county_id for held in me.roles) else None


@page("cases", takes_form=True)
def question(request: HttpRequest) -> HttpResponse:
    """A word on the method; the code of a finding may come with the address."""
    me = me_of(request)
    commune = _asking(me)
    if commune is None:
        raise PermissionDenied
    book, seen = words(on=me.on), policies.domains_seen(me.worker, commune, on=me.on)
    codes = [(one.code, book.vulnerability(one.code)) for one in book.book.vulnerabilities if one.need_to_know in seen]
    asked_for = request.GET.get("cod", "")
    form = QuestionForm(posted(request), today=me.on, since=FIRST_DAY, codes=sorted(codes, key=lambda pair: pair[1]),
                        initial={"code": asked_for if asked_for in dict(codes) else "", "sort": "wrong"})
    return answer_outside(
        request, form, _question, commune=commune, back=reverse("web:method_questions"),
        back_words=_("Questions to the method"), title=_("A word on the method"), send=_("Send to the method's makers"),
        done=_("Your word is kept."),
    )


def _question(said: dict[str, Any]) -> Act:
    code = {"code": said["code"]} if said["code"] else {}
    return Act("question_rule", {"sort": said["sort"], "words": said["words"], **code})


@page("cases", takes_form=True)
def answer(request: HttpRequest, question: UUID) -> HttpResponse:
    """What becomes of a question."""
    me = me_of(request)
    one = supervision.method_question(question)
    if one is None or one.commune not in me.communes:
        note_refused(me, question, purpose="answer_method_question", about="method_question")
        raise Http404
    if not policies.can_act(me.worker, "supervise", one.commune, on=me.on):
        raise PermissionDenied
    if one.code and not words(on=me.on).may_know(one.code, policies.domains_seen(me.worker, one.commune, on=me.on)):
        raise Http404
    form = AnswerForm(posted(request), today=me.on, since=one.on)
    return answer_outside(
        request, form,
        lambda said: Act("answer_rule_question", {"question": str(question), "answer": said["answer"],
                                                  "reply": said["reply"]}),
        commune=one.commune, back=reverse("web:method_questions"), back_words=_("Questions to the method"),
        title=_("Answer a word on the method"), about=one.words, send=_("Keep the answer"),
        done=_("The answer is kept."),
    )


@page("cases")
def method_questions_file(request: HttpRequest) -> HttpResponse:
    """The list as CSV, without names of workers, safe against formulas; noted in the audit as an export."""
    me = me_of(request)
    if not supervised(me):
        raise PermissionDenied
    record([Noted("export", "method_questions", by=me.worker.uuid, purpose="method_questions")], at=timezone.now())
    answer = HttpResponse(content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="intrebari-metodologie.csv"'
    answer.write("\N{BYTE ORDER MARK}")
    writer = csv.writer(answer, lineterminator="\r\n")
    writer.writerow(["zi", "comuna", "fel", "cod", "cuvinte", "metodologie", "raspuns", "ziua_raspunsului", "motivare"])
    named = places.communes(sorted(me.communes))
    for one in _seen(me):
        writer.writerow([safe(str(cell or "")) for cell in (
            one.on, named[one.commune].name, one.sort, one.code, one.words, one.rulebook, one.answer, one.answered_on,
            one.reply)])
    return answer


def safe(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell
