"""Which passwords are accepted: long ones, that are not on every attacker's list (ASVS 5.0, 6.2)."""

from __future__ import annotations

import re

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from vatra.base.refusal import Refusal

SHORTEST, LONGEST = 10, 1000


class PasswordRefused(Refusal):
    """The password cannot be used, and why."""

    code = "password_refused"


def can_be_tried(password: str) -> bool:
    """Whether a password is worth hashing: not over-long, no NUL, no half characters."""
    return 0 < len(password) <= LONGEST and _is_text(password)


def check_can_be_password(password: str, *, username: str = "", full_name: str = "") -> None:
    """PasswordRefused unless a worker may choose this password. Spaces and all letters count as they are."""
    if len(password) > LONGEST:
        raise PasswordRefused(_("A password has at most %(longest)s characters."), code="too_long", longest=LONGEST)
    if not _is_text(password):
        raise PasswordRefused(_("The password holds a character that cannot be typed."), code="not_typeable")
    if len(password) < SHORTEST:
        raise PasswordRefused(
            _("The password is too short: take at least %(shortest)s characters, such as a few words."),
            code="too_short", shortest=SHORTEST,
        )
    if len(set(password)) < 5 or _is_common(password):
        raise PasswordRefused(_("This password is among the first that are guessed. Take a few words."), code="common")
    rest = password.casefold()
    for word in re.findall(r"\w{3,}", f"{username.replace('_', ' ')} {full_name}".casefold()):
        rest = rest.replace(word, "")
    if len(rest) < SHORTEST - 4:
        raise PasswordRefused(_("The password is little more than your name. Take other words."), code="own_name")


def _is_common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


def _is_text(password: str) -> bool:
    if "\x00" in password:
        return False
    try:
        password.encode()
    except UnicodeEncodeError:
        return False
    return True
