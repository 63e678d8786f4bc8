"""Numbers, texts and truth as XPath 1.0 has them, with ODK's days: a day is also the number of days since 1970."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime

Scalar = str | float | bool
_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(
    r"\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d{3})?)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)", re.ASCII
)
_EPOCH = date(1970, 1, 1)
_SPACE = " \t\r\n"


def number_of(value: Scalar) -> float:
    """The number of a value; NaN when it has none. A day has the number of days since 1 January 1970."""
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    text = value.strip(_SPACE)
    if _NUMBER.fullmatch(text):
        return float(text)
    days = days_of(text)
    return math.nan if days is None else days


def days_of(text: str) -> float | None:
    """Days since 1970 of an ISO day or moment, or None when it is neither or does not exist."""
    try:
        if _DAY.fullmatch(text):
            return float((date.fromisoformat(text) - _EPOCH).days)
        if _MOMENT.fullmatch(text):
            return round(datetime.fromisoformat(text).astimezone(UTC).timestamp() * 1_000) / 86_400_000
    except (ValueError, OverflowError):
        return None
    return None


def day_of_number(days: float) -> str:
    """The ISO day of a number of days since 1970; nothing when there is none."""
    if not math.isfinite(days) or not -719_162 <= math.floor(days) <= 2_932_896:
        return ""
    return date.fromordinal(_EPOCH.toordinal() + math.floor(days)).isoformat()


def day_text(value: Scalar) -> str:
    """The ISO day of a value: of a day or moment as written, of a number as counted; nothing when there is none."""
    if isinstance(value, str):
        text = value.strip(_SPACE)
        if days_of(text) is None:
            return ""
        return text[:10]
    return "" if isinstance(value, bool) else day_of_number(value)


def text_of(value: Scalar) -> str:
    """The text of a value; numbers without exponent, whole ones without a point; nothing for what is no number."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if math.isnan(value):
        return ""
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0:
        return "0"
    return _plain(repr(value))


def _plain(shortest: str) -> str:
    """The shortest decimal that reads back as the same double, without an exponent."""
    sign = "-" if shortest.startswith("-") else ""
    digits, _, exponent = shortest.removeprefix("-").partition("e")
    whole, _, part = digits.partition(".")
    move = int(exponent or 0)
    if move >= 0:
        part = part.ljust(move, "0")
        whole, part = whole + part[:move], part[move:]
    else:
        whole = whole.rjust(-move + 1, "0")
        whole, part = whole[:move], whole[move:] + part
    part = part.rstrip("0")
    return f"{sign}{whole.lstrip('0') or '0'}{'.' if part else ''}{part}"


def truth_of(value: Scalar) -> bool:
    """False for 0, NaN and the empty text."""
    if isinstance(value, float):
        return not (value == 0 or math.isnan(value))
    return bool(value)


def is_equal(left: Scalar, right: Scalar) -> bool:
    """Equality as in XPath: truths first, then numbers, then texts."""
    if isinstance(left, bool) or isinstance(right, bool):
        return truth_of(left) == truth_of(right)
    if isinstance(left, float) or isinstance(right, float):
        return number_of(left) == number_of(right)
    return left == right


def divided(left: float, right: float) -> float:
    """Division as in IEEE 754: nothing is an error."""
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1, right)
    return left / right


def remainder(left: float, right: float) -> float:
    """What is left of a division towards zero, with the sign of the dividend."""
    if right == 0 or math.isnan(left) or math.isnan(right) or math.isinf(left):
        return math.nan
    return math.fmod(left, right)


def whole(value: float) -> float:
    """Without what stands after the point."""
    return value if not math.isfinite(value) else float(math.trunc(value))


def rounded(value: float, places: int = 0) -> float:
    """The nearest number with so many places; halves go away from zero, as in ODK."""
    scaled = abs(value) * 10.0**places + 0.5
    return math.copysign(math.floor(scaled) / 10.0**places, value) if math.isfinite(scaled) else value
