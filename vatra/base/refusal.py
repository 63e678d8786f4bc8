"""How anything is refused: a stable code, and a sentence that says what to do."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import override


class Refusal(Exception):
    """A refusal that a person can act on.

    `code` is stable and carries no personal data; `message` is a lazily translated sentence
    (English in code, Romanian by the catalogue); `params` fill its `%(name)s` places.
    """

    code = "refused"

    def __init__(self, message: str | Promise, *, code: str | None = None, **params: Any) -> None:
        self.code = code or type(self).code
        self.template = message
        self.params = params
        super().__init__(self.code)

    def message(self, language: str | None = None) -> str:
        """The sentence in a language, or in the one now active."""
        if language is None:
            return str(self.template) % self.params if self.params else str(self.template)
        with override(language):
            return self.message()

    def __str__(self) -> str:
        return self.message()
