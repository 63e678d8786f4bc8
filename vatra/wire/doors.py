"""How a door is put together: who is recognised by a token, and what is said when something is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.security import HttpBearer

from vatra.access.queries import Device, device_of_token
from vatra.base.refusal import Refusal
from vatra.register.passing import is_passing
from vatra.wire.answers import CannotAnswer, not_here, not_recognised, on_refusal, try_later
from vatra.wire.pace import keep_pace


class DeviceToken(HttpBearer):
    """The token that a device was given when a worker enrolled it."""

    def authenticate(self, request: HttpRequest, token: str) -> Device | None:
        """The device, unless it or its worker was shut out; a tablet's token is for the tablets' door alone."""
        device = device_of_token(token, at=timezone.now())
        if device is None or device.is_tablet:
            return None
        keep_pace(device, request.method)
        return device


def says_no(api: NinjaAPI) -> None:
    """Have a door answer every refusal with its code and its sentence, and nothing of what was sent."""
    answers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        AuthenticationError: _on_nobody, Refusal: on_refusal, ValidationError: _on_wrong_parameters,
        Http404: _on_nothing, DatabaseError: _on_database,
    }
    for error, answer in answers.items():
        api.add_exception_handler(error, answer)


def described(api: NinjaAPI, *, path: str) -> str:
    """The description of a door, as it is committed in protocol/; always in English."""
    with override("en"):
        schema = api.get_openapi_schema(path_prefix=path)
        return json.dumps(schema, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _on_nobody(request: HttpRequest, error: Exception) -> HttpResponse:
    answer = on_refusal(request, not_recognised())
    answer.headers["WWW-Authenticate"] = "Bearer"
    return answer


def _on_wrong_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = ", ".join(dict.fromkeys(str(mistake["loc"][-1])[:60] for mistake in error.errors))
    return on_refusal(request, CannotAnswer(422, "wrong_parameters", _("Look again at: %(names)s."), names=names))


def _on_nothing(request: HttpRequest, error: Exception) -> HttpResponse:
    return on_refusal(request, not_here())


def _on_database(request: HttpRequest, error: Exception) -> HttpResponse:
    if is_passing(error):
        return try_later(error)
    raise error
