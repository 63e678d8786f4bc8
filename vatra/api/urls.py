"""The API with its addresses, as `vatra.config.urls` hooks it in under /api/."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe
from ninja import NinjaAPI, Query

from vatra.access.queries import Device
from vatra.api.pull import page_for
from vatra.api.shapes import Asked, ReadEntries
from vatra.wire.body import json_of
from vatra.wire.doors import DeviceToken, described, says_no
from vatra.wire.push import MOST_ENTRIES, only_entries, receipts_for
from vatra.wire.shapes import GivenReceipts, PushedEntry, Said

VERSION = "1"

_SAID = dict.fromkeys((400, 401, 404, 411, 413, 415, 422, 429, 503, 507), Said)
_PUSHED = {
    "type": "object",
    "required": ["entries"],
    "additionalProperties": False,
    "properties": {"entries": {"type": "array", "maxItems": MOST_ENTRIES, "items": PushedEntry.model_json_schema()}},
}

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
        receipts = receipts_for(only_entries(json_of(request)), by=device.worker, device=device, at=timezone.now())
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


says_no(api)


def openapi() -> str:
    """The description of this door, as it is committed in protocol/openapi.json."""
    return described(api, path="/api/")
