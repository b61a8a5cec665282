"""What the clouds are asked about a charge box, and what they tell."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import SecretStr

    from services.contracts.causes import Cause, ServiceError


@dataclass(frozen=True, slots=True)
class BoxRequest:
    """What a check or a connect is about. `fields` are the brand's own (Zaptec: `serial_number`)."""

    brand: str
    model: str
    fields: Mapping[str, SecretStr]


@dataclass(frozen=True, slots=True)
class BoxEvidence:
    """What a cloud tells about a box, each None where it doesn't say.

    `signal` is shown as it comes, since Zaptec doesn't document its unit; `pulse_interval` is in seconds (147);
    `roles` are Zaptec's role bits (Owner 2, Service 4) of whoever asked; `other_chargers` are the names of the
    others in the same installation, which a consent covers too. `deactivated`: its circuit is, at Zaptec.
    `stand_alone`: it's told not to obey the cloud (712); `enabled`: it's allowed to charge (711).
    """

    serial_number: str = ""
    charger_id: str | None = None
    product: str | None = None
    charger_name: str | None = None
    installation_id: str | None = None
    installation_name: str | None = None
    installation_is_pro: bool | None = None
    other_chargers: tuple[str, ...] = ()
    roles: int | None = None
    authentication_type: int | None = None
    held_by: str | None = None
    says_online: bool | None = None
    last_heard: datetime | None = None
    pulse_interval: float | None = None
    link: str | None = None
    signal: str | None = None
    firmware: str | None = None
    ocpp_connected: bool | None = None
    never_online: bool | None = None
    deactivated: bool | None = None
    stand_alone: bool | None = None
    enabled: bool | None = None


@dataclass(frozen=True, slots=True)
class CheckAnswer:
    """Northe's read-only answer: the box can be connected (`cause` None), or the one cause why not."""

    cause: Cause | None
    evidence: BoxEvidence = field(default_factory=BoxEvidence)
    retry_after: float | None = None


class Grant(StrEnum):
    """Whether Northe's user group sees an installation. UNKNOWN is an answer too: never claim what wasn't verified."""

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
class ZaptecLook:
    """What the installer's own Zaptec sign-in shows of one serial number. `found` False: not visible to them.

    `unanswered`: the parts that Zaptec was asked for and didn't tell, each with the reason; a part that isn't for this
    sign-in is none of them. `unplaced`: it's certain that the box is in no installation.
    """

    found: bool
    grant: Grant = Grant.UNKNOWN
    evidence: BoxEvidence = field(default_factory=BoxEvidence)
    unanswered: Mapping[LookPart, ServiceError] = field(default_factory=dict)
    unplaced: bool = False


@dataclass(frozen=True, slots=True)
class Firmware:
    """What a box runs and the newest that there is for it, None where Zaptec doesn't say: never online, no version."""

    current: str | None = None
    newest: str | None = None


@dataclass(frozen=True, slots=True)
class ZaptecCharger:
    """One line of the installer's own list of chargers at Zaptec. `is_meter`: Zaptec lists its Sense meters, too."""

    charger_id: str
    serial_number: str
    name: str
    installation_id: str
    installation_name: str
    online: bool | None
    created: datetime | None
    is_meter: bool = False
