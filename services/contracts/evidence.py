"""What the clouds tell about a charge box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class BoxEvidence:
    """What a cloud tells about a box, each None where it doesn't say.

    `signal` is shown as it comes, since Zaptec doesn't document its unit; `pulse_interval` is in seconds;
    `is_owner`: whoever asked owns the installation, and so may let Northe at it; `other_chargers` are the names of the
    others in the same installation, which a consent covers too. `taken_over`: an operator has it, so it doesn't obey
    its maker's cloud alone; `held_by` says who, if that's known. `deactivated`: its circuit is, at Zaptec.
    `stand_alone`: it's told not to obey the cloud; `enabled`: it's allowed to charge.
    """

    serial_number: str = ""
    charger_id: str | None = None
    product: str | None = None
    charger_name: str | None = None
    installation_id: str | None = None
    installation_name: str | None = None
    installation_is_pro: bool | None = None
    other_chargers: tuple[str, ...] = ()
    is_owner: bool | None = None
    taken_over: bool | None = None
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
