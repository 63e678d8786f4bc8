"""The API with its addresses, as `vatra.config.urls` hooks it in under /api/."""

from __future__ import annotations

import json

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from vatra.access.queries import Device, device_of_token
from vatra.api.answers import CannotAnswer, not_here, not_recognised, on_refusal, try_later
from vatra.api.body import json_of
from vatra.api.pull import page_for
from vatra.api.push import MOST_ENTRIES, receipts_for
from vatra.api.shapes import Asked, GivenReceipts, PushedEntry, ReadEntries, Said
from vatra.base.refusal import Refusal
from vatra.register.passing import is_disk_full, is_passing

VERSION = "1"

_SAID = dict.fromkeys((400, 401, 404, 411, 413, 415, 422, 503, 507), Said)
_PUSHED = {
    "type": "object",
    "required": ["entries"],
    "additionalProperties": False,
    "properties": {"entries": {"type": "array", "maxItems": MOST_ENTRIES, "items": PushedEntry.model_json_schema()}},
}


class DeviceToken(HttpBearer):
    """The token that a device was given when a worker enrolled it."""

    def authenticate(self, request: HttpRequest, token: str) -> Device | None:
        """The device, unless it or its worker was shut out."""
        return device_of_token(token, at=timezone.now())


api = NinjaAPI(
    title="Vatra", version=VERSION, urls_namespace="api", auth=DeviceToken(),
    docs_url=None, openapi_url="/openapi.json", docs_decorator=require_safe,
    description="Entries in, entries out. Every time with its zone, every text in UTF-8.",
)


@api.post(
    "/entries", response={200: GivenReceipts, **_SAID}, operation_id="push_entries", summary="Push entries",
    openapi_extra={"requestBody": {"required": True, "content": {"application/json": {"schema": _PUSHED}}}},
)
def push_entries(request: HttpRequest) -> HttpResponse:
    """Push a batch. Each entry is judged alone and has its own receipt; pushing again does no harm.

    Keep an entry until its receipt says received, duplicate or to_settle. The body may be packed with
    gzip; it has at most 5 MB and 1,000 entries.
    """
    device: Device = request.auth  # type: ignore[attr-defined]
    with override(device.worker.language):
        pushed = json_of(request)
        receipts = receipts_for(pushed, by=device.worker, device=device, at=timezone.now())
        return JsonResponse({"receipts": receipts})


@api.get(
    "/entries/since", response={200: ReadEntries, **_SAID}, operation_id="entries_since",
    summary="Entries since a cursor",
)
def read_entries(request: HttpRequest, asked: Query[Asked]) -> HttpResponse:
    """Read a commune's stream in the order of its numbers, from a cursor on; without one, from the beginning.

    Nothing is missed and nothing comes twice. A cursor that is no longer known (422, cursor_unknown)
    means that the server was restored: begin again.
    """
    device: Device = request.auth  # type: ignore[attr-defined]
    now = timezone.now()
    with override(device.worker.language):
        return JsonResponse(page_for(
            device.worker, device=device.uuid, commune=asked.commune, cursor=asked.cursor, limit=asked.limit,
            on=timezone.localtime(now).date(), at=now,
        ))


@api.exception_handler(AuthenticationError)
def _on_nobody(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = on_refusal(request, not_recognised())
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Refusal)
def _on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return on_refusal(request, refusal)


@api.exception_handler(ValidationError)
def _on_wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = ", ".join(dict.fromkeys(str(mistake["loc"][-1])[:60] for mistake in error.errors))
    return on_refusal(request, CannotAnswer(422, "wrong_parameters", _("Look again at: %(names)s."), names=names))


@api.exception_handler(Http404)
def _on_nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    return on_refusal(request, not_here())


@api.exception_handler(DatabaseError)
def _on_database(request: HttpRequest, error: DatabaseError) -> HttpResponse:
    if is_passing(error):
        return try_later(is_disk_full(error))
    raise error


def openapi() -> str:
    """The description of the API, as it is committed in protocol/openapi.json; always in English."""
    with override("en"):
        schema = api.get_openapi_schema(path_prefix="/api/")
        return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
