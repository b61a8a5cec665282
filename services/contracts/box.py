"""What the clouds are asked about a charge box, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from services.contracts.evidence import BoxEvidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import SecretStr

    from services.contracts.causes import Cause
    from services.contracts.errors import ServiceError


@dataclass(frozen=True, slots=True)
class BoxRequest:
    """What a check or a connect is about. `fields` are the brand's own (Zaptec: `serial_number`)."""

    brand: str
    model: str
    fields: Mapping[str, SecretStr]


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """Northe's read-only answer: the box can be connected (`cause` None), or the one cause why not."""

    cause: Cause | None
    evidence: BoxEvidence = field(default_factory=BoxEvidence)
    retry_after: float | None = None


class Grant(StrEnum):
    """Whether a maker's cloud lets Northe at a box. UNKNOWN is an answer too: never claim what wasn't verified."""

    GRANTED = "granted"
    NOT_GRANTED = "not_granted"
    UNKNOWN = "unknown"


class LookPart(StrEnum):
    """What a look at a box is made of, besides the box's own entry in the list. One may fail and the others not."""

    STATE = "state"
    INSTALLATION = "installation"
    GRANT = "grant"
    OTHERS = "others"
    """The other boxes of its installation."""


@dataclass(frozen=True, slots=True)
class MakerLook:
    """What the installer's own sign-in at a maker shows of one serial number. `found` False: not visible to them.

    `unanswered`: the parts that the maker was asked for and didn't tell, each with the reason; a part that isn't for
    this sign-in is none of them. `unplaced`: it's certain that the box is in no installation.
    """

    found: bool
    grant: Grant = Grant.UNKNOWN
    evidence: BoxEvidence = field(default_factory=BoxEvidence)
    unanswered: Mapping[LookPart, ServiceError] = field(default_factory=dict)
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class Firmware:
    """What a box runs and the newest that there is for it, None where the maker doesn't say (it was never online)."""

    current: str | None = None
    newest: str | None = None


@dataclass(frozen=True, slots=True)
class MakerCharger:
    """One line of the installer's own list of chargers at a maker. `is_meter`: Zaptec lists its Sense meters, too."""

    charger_id: str
    serial_number: str
    name: str
    installation_id: str
    installation_name: str
    online: bool | None
    created: datetime | None
    is_meter: bool = False
