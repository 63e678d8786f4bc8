"""How the API says no: a stable code, a sentence, and never anything of what was sent."""

from __future__ import annotations

from typing import Any, Self

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal
from vatra.register.passing import is_damage, is_disk_full


class CannotAnswer(Refusal):
    """A request that ends here, with its HTTP status."""

    def __init__(self, status: int, code: str, message: str | Promise, **params: Any) -> None:
        self.status = status
        self.headers: dict[str, str] = {}
        super().__init__(message, code=code, **params)

    def with_headers(self, **headers: str) -> Self:
        """The same, with headers (`_` for `-`) beside its sentence."""
        self.headers |= headers
        return self


def refusal_answer(refusal: Refusal, status: int, **headers: str) -> HttpResponse:
    """The answer for a refusal."""
    answer = JsonResponse({"code": refusal.code, "message": refusal.message()}, status=status)
    for name, value in headers.items():
        answer.headers[name.replace("_", "-")] = value
    return answer


def on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """Any refusal that a view let through."""
    return refusal_answer(refusal, getattr(refusal, "status", 422), **getattr(refusal, "headers", {}))


def not_recognised() -> CannotAnswer:
    """The one answer to no token, an unknown one, an old one and a revoked one."""
    return CannotAnswer(
        401, "not_recognised",
        _("This device is not recognised. Enrol it again, or send its token as “Authorization: Bearer …”."),
    )


def not_here() -> CannotAnswer:
    """The one answer to a commune that is unknown and one that is out of reach."""
    return CannotAnswer(404, "not_found", _("There is no such commune for you."))


def try_later(error: BaseException) -> HttpResponse:
    """The machine cannot take anything now; whatever was sent is still with its sender."""
    if is_damage(error):
        damaged = _("The server's database is damaged. Nothing was taken; keep it, and tell whoever looks after Vatra.")
        return refusal_answer(Refusal(damaged, code="damaged"), 503, Retry_After="300")
    if is_disk_full(error):
        full = _("The server's disk is full. Nothing was taken; keep it and send it again later.")
        return refusal_answer(Refusal(full, code="disk_full"), 507, Retry_After="300")
    busy = _("The server cannot write just now. Nothing was taken; send it again in a moment.")
    return refusal_answer(Refusal(busy, code="try_later"), 503, Retry_After="5")
