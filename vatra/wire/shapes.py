"""What every door says and takes, as pydantic shapes."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, StrictInt, StrictStr

from vatra.register.entries import Draft


def _only_text(value: Any) -> Any:
    """Days, moments and uuids come as text; a number is no day."""
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value


TextUuid = Annotated[UUID, BeforeValidator(_only_text)]
TextDay = Annotated[date, BeforeValidator(_only_text), Field(description="YYYY-MM-DD, the day in the world")]
TextMoment = Annotated[
    AwareDatetime, BeforeValidator(_only_text), Field(description="ISO 8601 with zone, the author's clock: a claim")
]


class PushedEntry(BaseModel):
    """An entry as its author sealed it. Who sent it and when it came are the server's to say."""

    model_config = ConfigDict(extra="forbid")

    uuid: TextUuid = Field(description="Made by the author; the same uuid is the same entry.")
    kind: StrictStr = Field(description="One of the kinds of entry, such as record_visit.")
    version: StrictInt = Field(description="The version of the kind.")
    commune: StrictInt = Field(description="SIRUTA code of the commune whose stream it belongs to.")
    household: TextUuid | None = None
    person: TextUuid | None = None
    payload: dict[str, Any] = Field(description="What the kind says; see the chapter on kinds of entry.")
    on: TextDay
    at: TextMoment
    rulebook: StrictStr = Field("", description="Name and version of the rulebook it was made with.")

    def draft(self) -> Draft:
        """The same for the register."""
        return Draft(
            uuid=self.uuid, kind=self.kind, version=self.version, commune=self.commune, household=self.household,
            person=self.person, payload=self.payload, on=self.on, at=self.at, rulebook=self.rulebook,
        )


class GivenReceipt(Schema):
    """The register's word about one pushed entry, by its position in the push."""

    position: int
    uuid: UUID | None = Field(description="Null when the entry's own uuid cannot be read.")
    outcome: Literal["received", "duplicate", "to_settle", "refused"]
    number: int | None = Field(description="Its number in the commune's stream.")
    digest: str | None = Field(description="Its digest in the chain, hexadecimal; keep it.")
    commune: int | None = Field(
        description="Whose stream it stands in, when its household no longer lives where it was sent; else null."
    )
    reason: str | None
    reason_code: str | None


class GivenReceipts(Schema):
    """One receipt per pushed entry, in the same order."""

    receipts: list[GivenReceipt]


class Said(Schema):
    """Why a request was not answered."""

    code: str
    message: str
