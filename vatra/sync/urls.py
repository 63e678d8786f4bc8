"""The door of the tablets with its addresses, as `vatra.config.urls` hooks it in under /api/sync/."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError
from pydantic import ValidationError

from vatra.access import entries as access
from vatra.access.queries import Device
from vatra.sync import bundle as bundles
from vatra.sync import pulling, pushing
from vatra.sync.beside import Beside
from vatra.sync.documents import as_json
from vatra.sync.enrolling import enrolled, recovery_for
from vatra.sync.pieces import packed, together
from vatra.sync.shapes import (
    Accounted,
    Accounting,
    Enrolled,
    Enrolling,
    Pulled,
    Pulling,
    Pushed,
    Pushing,
    Recovered,
    Recovering,
    Sent,
)
from vatra.sync.spoken import HEADER, SPOKEN, check_spoken
from vatra.sync.tablet import TabletToken, address_of, lease_of
from vatra.sync.views import scope_of
from vatra.wire.answers import CannotAnswer, on_refusal
from vatra.wire.body import json_of
from vatra.wire.doors import described, says_no
from vatra.wire.push import fields_at_fault
from vatra.wire.shapes import PushedEntry, Said

Body = TypeVar("Body", bound=Sent)

VERSION = "1"

_SAID: dict[Any, Any] = dict.fromkeys((400, 401, 403, 404, 411, 413, 415, 422, 426, 429, 503, 507), Said)

sync = NinjaAPI(
    title="Vatra for tablets", version=VERSION, urls_namespace="sync", auth=TabletToken(),
    docs_url=None, openapi_url="/openapi.json", docs_decorator=require_safe,
    description="Enrolled by a code, a tablet pushes before it pulls. Every time with its zone, every text in UTF-8. "
                f"A tablet says which protocol its app speaks: {HEADER}: {SPOKEN}. One that is too old is still taken "
                "what it hands in, and told nothing more (426, upgrade_required); one newer than the server waits "
                "(503, server_older).",
)


def _takes(shape: type[Sent]) -> dict[str, Any]:
    """How a body is described: read here by hand, within limits, and refused with the fields at fault."""
    schema = shape.model_json_schema()
    if schema.pop("$defs", None):
        schema["properties"]["entries"]["items"] = PushedEntry.model_json_schema()
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _read(request: HttpRequest, shape: type[Body]) -> Body:
    try:
        return shape.model_validate(json_of(request), strict=True)
    except ValidationError as error:
        raise CannotAnswer(
            422, "wrong_body", _("Look again at: %(names)s."), names=fields_at_fault(error)
        ) from None


def _answer(content: Any) -> HttpResponse:
    """JSON with days and moments as text."""
    return HttpResponse(as_json(content), content_type="application/json")


@sync.post(
    "/enrol", auth=None, response={200: Enrolled, **_SAID}, operation_id="enrol", summary="Enrol a tablet",
    openapi_extra=_takes(Enrolling),
)
def enrol(request: HttpRequest) -> HttpResponse:
    """Make this tablet a worker's, by the one-time code that the office shows for half an hour.

    403: code_refused (unknown, used, expired or burned: which, is not told), password_wanted (a colleague
    made the code: send the worker's own password too). Five wrong codes from an address close it for half
    an hour; five at one code burn the code.
    """
    check_spoken(request)
    asked, now = _read(request, Enrolling), timezone.now()
    return _answer(enrolled(
        asked.code, asked.name, asked.password, address=address_of(request), on=_day(now), at=now
    ))


@sync.post(
    "/push", response={200: Pushed, **_SAID}, operation_id="push", summary="Push entries",
    openapi_extra=_takes(Pushing),
)
def push(request: HttpRequest) -> HttpResponse:
    """Push a batch; each entry is judged alone and has its own receipt, and pushing again does no harm.

    Keep an entry until its receipt says received, duplicate or to_settle. Late work is never refused: what
    is about a household that moved goes on in its new commune's stream, and the receipt says in which.
    An epoch in the answer that differs means that the server was restored: send the whole journal again.
    """
    check_spoken(request, hands_in=True)
    return _answer(pushing.received(json_of(request), device=_tablet(request), at=timezone.now()))


@sync.get("/pull", response={200: Pulled, **_SAID}, operation_id="pull", summary="Pull what changed")
def pull(request: HttpRequest, asked: Query[Pulling]) -> HttpResponse:
    """A page of what the tablet lacks: everything at first, then what changed and what is gone.

    Go on with the cursor while `more` is true. `reset` on the first page of a sync of everything: what is
    not sent again by its end is no longer this worker's to see. Always packed with gzip.
    """
    check_spoken(request)
    device, now = _tablet(request), timezone.now()
    known = frozenset(asked.walks.split(","))
    page = pulling.page_for(device, asked.since, asked.limit, on=_day(now), at=now, beside=asked.beside, walks=known)
    access.note_contact(device, at=now)
    head = as_json({
        "epoch": page.epoch, "reset": page.reset, "gone": page.gone, "cursor": page.cursor, "more": page.more,
        "total": page.total, "bundle": bundles.bundle_for(page.scope, on=_day(now)).hash, "lease": lease_of(device),
        "server_at": now, **_beside(page.beside, asked.beside),
        "walks": None if page.walks is None else [walk.told(known) for walk in page.walks],
        **({} if page.verdicts is None else page.verdicts.told(asked.verdicts)),
    })
    body = together([packed(head[:-1] + b',"households":['), page.documents, packed(b"]}")])
    answer = HttpResponse(body, content_type="application/json")
    answer.headers["Content-Encoding"] = "gzip"
    return answer


def _beside(told: Beside | None, known: str) -> dict[str, Any]:
    if told is None:
        return {}
    return {"beside_digest": told.digest, "beside": None if told.digest == known else told.content}


@sync.get("/bundle/{hash}", response={200: dict, **_SAID}, operation_id="bundle", summary="What a tablet works with")
def bundle(request: HttpRequest, hash: str) -> HttpResponse:
    """Rulebook, questionnaires, names, places and weights; immutable, named by the SHA-256 of its JSON.

    404 when the name is not the one last told: pull again and ask for the one told then.
    """
    check_spoken(request)
    made = bundles.bundle_for(scope_of(_tablet(request).worker, on=_day(timezone.now())), on=_day(timezone.now()))
    if hash != made.hash:
        raise CannotAnswer(404, "no_such_bundle", _("There is no such bundle any more; pull again."))
    if request.headers.get("If-None-Match") == f'"{made.hash}"':
        return HttpResponse(status=304)
    answer = HttpResponse(made.packed, content_type="application/json")
    answer.headers["Content-Encoding"] = "gzip"
    answer.headers["ETag"] = f'"{made.hash}"'
    answer.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    answer.headers["Vary"] = "Authorization"
    return answer


@sync.post(
    "/accounted", response={200: Accounted, **_SAID}, operation_id="accounted",
    summary="Whether the server has everything", openapi_extra=_takes(Accounting),
)
def accounted(request: HttpRequest) -> HttpResponse:
    """Which of the worker's entries the server does not keep. Only when none is missing may a tablet be wiped."""
    check_spoken(request, hands_in=True)
    return _answer(pushing.accounted(json_of(request), device=_tablet(request), at=timezone.now()))


@sync.post(
    "/recover", auth=None, response={200: Recovered, **_SAID}, operation_id="recover",
    summary="The way back into the vault",
    openapi_extra=_takes(Recovering),
)
def recover(request: HttpRequest) -> HttpResponse:
    """The recovery secret and a new token, for the password of the tablet's own worker (403, sign_in_refused).

    A forgotten PIN opens no token either, so the tablet names itself. The token it had ends.
    """
    check_spoken(request)
    asked = _read(request, Recovering)
    return _answer(recovery_for(
        UUID(asked.device), asked.username, asked.password, address=address_of(request), at=timezone.now()
    ))


says_no(sync)


@sync.exception_handler(AuthenticationError)
def _on_nobody(request: HttpRequest, error: Exception) -> HttpResponse:
    """One answer to every token that opens nothing: also to one newer than the backup that the server came from."""
    answer = on_refusal(request, CannotAnswer(401, "not_recognised", _(
        "The server does not recognise this tablet. Lock it, choose “I forgot the PIN” and sign in with your password: "
        "nothing unsent is lost. If that does not help, ask the office."
    )))
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _tablet(request: HttpRequest) -> Device:
    device: Device = request.auth  # type: ignore[attr-defined]
    return device


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()


def openapi() -> str:
    """The description of this door, as it is committed in protocol/sync.json; always in English."""
    return described(sync, path="/api/sync/")
