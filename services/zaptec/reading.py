"""Reads Zaptec's answers: what an answer is, and what its numbers mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from services.cleaning import clean_or_none, clean_text
from services.contracts import BoxEvidence, Firmware, ZaptecCharger
from services.http import Answer, Unreadable
from services.zaptec import wire

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Model = TypeVar("Model", bound=BaseModel)

OCPP_CONNECTED, ONLINE, PULSE, CAPABILITIES, PULSE_INTERVAL, LINK = -3, -2, -1, 100, 147, 150
INSTALLATION, SIGNAL, NATIVE_OCPP_URL, FIRMWARE = 800, 809, 861, 911
"""Observation ids (Zaptec's state observation reference). 808 is a text for support, not the online state.

Only these are read: others carry SIM and MAC numbers.
"""

PRO_INSTALLATION, GO_INSTALLATION = 0, 1
SMART, SENSE, APOLLO = 1, 3, 4
GO_2_PREFIXES = ("GPN", "GPG")
WILDCARD = "ffffffff-ffff-ffff-ffff-ffffffffffff"


def read(answer: Answer, model: type[Model]) -> Model | None:
    """The answer as a model, or None if it's anything else. Nothing of its body gets into an exception."""
    try:
        return model.model_validate(wire.folded(answer.json()))
    except (Unreadable, ValidationError):
        return None


def read_list(answer: Answer, model: type[Model]) -> list[Model] | None:
    """The answer as a bare list of models, or None if it's anything else."""
    try:
        return models(answer.json(), model)
    except Unreadable:
        return None


def models(values: Any, model: type[Model]) -> list[Model] | None:
    """A list of models, or None if one of them isn't: half a list may be as wrong as none."""
    if not isinstance(values, list):
        return None
    try:
        return [model.model_validate(wire.folded(value)) for value in values]
    except ValidationError:
        return None


@dataclass(frozen=True, slots=True)
class State:
    """What a charger's observations say, each None where it doesn't."""

    ocpp_connected: bool | None = None
    online: bool | None = None
    last_heard: datetime | None = None
    pulse_interval: float | None = None
    link: str | None = None
    signal: str | None = None
    firmware: str | None = None
    installation_id: str | None = None
    variant: str | None = None
    native_ocpp_host: str | None = None

    @property
    def never_online(self) -> bool:
        """A charger that was added but never spoke has neither a pulse nor a firmware version."""
        return self.last_heard is None and self.firmware is None and not self.online


def state(observations: Iterable[wire.Observation]) -> State:
    """Observations by their ids."""
    found = {one.state_id: one for one in observations}

    def text(number: int, limit: int = 40) -> str | None:
        return clean_or_none(found[number].value_as_string, limit) if number in found else None

    installation = text(INSTALLATION)
    return State(
        ocpp_connected=_yes_or_no(text(OCPP_CONNECTED)),
        online=_yes_or_no(text(ONLINE)),
        last_heard=found[PULSE].timestamp if PULSE in found else None,
        pulse_interval=_positive(text(PULSE_INTERVAL)),
        link=text(LINK, 20),
        signal=text(SIGNAL, 20),
        firmware=text(FIRMWARE),
        installation_id=None if installation == WILDCARD else installation,
        variant=_variant(found.get(CAPABILITIES)),
        native_ocpp_host=_host(text(NATIVE_OCPP_URL, 250)),
    )


def name_of(charger: wire.Charger) -> str:
    """A charger's name; its serial number where it has none."""
    return clean_text(charger.name) or clean_text(charger.serial_no) or clean_text(charger.device_id)


def listed(charger: wire.Charger) -> ZaptecCharger:
    """A charger as a line of the installer's list."""
    return ZaptecCharger(
        charger_id=charger.id,
        serial_number=clean_text(charger.device_id, 40),
        name=name_of(charger),
        installation_id=clean_text(charger.installation_id),
        installation_name=clean_text(charger.installation_name),
        online=charger.is_online,
        created=charger.created_on_date,
    )


def evidence(
    charger: wire.Charger,
    seen: State | None,
    installation: wire.Installation | None,
    others: tuple[str, ...],
) -> BoxEvidence:
    """Everything that's known of a charger. `seen` None: this sign-in may not read its state."""
    where = installation or wire.Installation(id="")
    roles = where.current_user_roles if charger.current_user_roles is None else charger.current_user_roles
    said = seen or State()
    how = where.authentication_type if charger.authentication_type is None else charger.authentication_type
    return BoxEvidence(
        serial_number=clean_text(charger.device_id, 40),
        product=product(charger, said.variant),
        charger_name=clean_or_none(charger.name) or clean_or_none(charger.serial_no),
        installation_id=charger.installation_id or said.installation_id,
        installation_name=clean_or_none(charger.installation_name) or clean_or_none(where.name),
        installation_is_pro={PRO_INSTALLATION: True, GO_INSTALLATION: False}.get(_number(where.installation_type)),
        other_chargers=others,
        roles=0 if roles is None and seen is None else roles,
        authentication_type=how,
        held_by=(_host(where.ocpp_cloud_url) or said.native_ocpp_host) if how else None,
        says_online=charger.is_online if said.online is None else said.online,
        last_heard=said.last_heard,
        pulse_interval=said.pulse_interval,
        link=said.link,
        signal=said.signal,
        firmware=said.firmware,
        ocpp_connected=said.ocpp_connected,
        never_online=seen.never_online if seen else None,
    )


def firmware(listed: wire.ChargerFirmware) -> Firmware:
    """A charger as a line of the firmware list."""
    return Firmware(clean_or_none(listed.current_version, 40), clean_or_none(listed.available_version, 40))


def product(charger: wire.Charger, variant: str | None) -> str | None:
    """What it's sold as. Go and Go 2 share a device type; the serial number's prefix or the capabilities tell."""
    if charger.device_type == APOLLO:
        second = variant == "Go2" or (charger.device_id or "").upper().startswith(GO_2_PREFIXES)
        return "Zaptec Go 2" if second else "Zaptec Go"
    return {SMART: "Zaptec Pro", SENSE: "Zaptec Sense"}.get(_number(charger.device_type))


def _number(value: int | None) -> int:
    return -1 if value is None else value


def _yes_or_no(value: str | None) -> bool | None:
    return {"1": True, "true": True, "0": False, "false": False}.get((value or "").lower())


def _positive(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0 < number < float("inf") else None


def _variant(capabilities: wire.Observation | None) -> str | None:
    try:
        value = wire.folded(from_json((capabilities and capabilities.value_as_string) or "{}"))
    except ValueError:
        return None
    return clean_or_none(value.get("productvariant"), 20) if isinstance(value, dict) else None


def _host(address: str | None) -> str | None:
    """The host of an OCPP address, which names whoever holds the box; the rest may hold an identity or a password."""
    try:
        return clean_or_none(urlsplit(address or "").hostname)
    except ValueError:
        return None
