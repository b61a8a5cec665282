"""Reads Zaptec's answers: what an answer is, and what its numbers mean."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError
from pydantic_core import from_json

from services.clouds.http import Answer, Unreadable
from services.clouds.zaptec import wire
from services.contracts import BoxEvidence, Firmware, MakerCharger
from services.text.clean_text import clean_or_none, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

Model = TypeVar("Model", bound=BaseModel)

OCPP_CONNECTED, ONLINE, PULSE, CAPABILITIES, PULSE_INTERVAL, LINK = -3, -2, -1, 100, 147, 150
ENABLED, STAND_ALONE, INSTALLATION, SIGNAL, NATIVE_OCPP_URL, FIRMWARE = 711, 712, 800, 809, 861, 911
"""Observation ids (Zaptec's state observation reference). 808 is a text for support, not the online state.

Only these are read: others carry SIM and MAC numbers.
"""

PRO_INSTALLATION, GO_INSTALLATION = 0, 1
SMART, SENSE, APOLLO = 1, 3, 4
OWNER = 2
"""The role bit of an installation's owner, who gives a partner access.

Whether the link lets others do so, who may see the installation, Zaptec's pages leave open: it's a doubt, no claim."""
NATIVE = 0
"""The AuthenticationType of a box that no operator has taken over."""
GO_2_PREFIXES = ("GPN", "GPG")


def read(answer: Answer, model: type[Model]) -> Model | None:
    """The answer as a model, or None if it's anything else. Nothing of its body gets into an exception."""
    try:
        return model.model_validate(wire.folded(answer.json()))
    except (Unreadable, ValidationError):
        return None


@dataclass(frozen=True, slots=True)
class Entries(Generic[Model]):
    """What could be read of a list. `complete`: what isn't in it isn't there at all. `skipped`: something in it was no
    entry, and may have been anything.
    """

    items: list[Model] = field(default_factory=list)
    complete: bool = True
    skipped: bool = False


def read_list(answer: Answer, model: type[Model]) -> Entries[Model] | None:
    """The answer as a bare list of models, or None if it's anything else."""
    try:
        values = wire.folded(answer.json())
    except Unreadable:
        return None
    return entries(values, model) if isinstance(values, list) else None


def entries(values: Iterable[Any], model: type[Model]) -> Entries[Model]:
    """Folded values as models. One that can't be identified is skipped: it may be about something else altogether."""
    items: list[Model] = []
    skipped = False
    for value in values:
        try:
            items.append(model.model_validate(value))
        except ValidationError:
            skipped = True
    return Entries(items, not skipped, skipped)


def chargers_of(hierarchy: wire.Hierarchy) -> Entries[wire.Charger]:
    """The chargers of all circuits; complete if no circuit and no charger was unreadable."""
    circuits = entries(hierarchy.circuits or (), wire.Circuit)
    told = [entries(one.chargers or (), wire.Charger) for one in circuits.items]
    complete = circuits.complete and all(one.complete for one in told)
    return Entries([charger for one in told for charger in one.items], complete)


@dataclass(frozen=True, slots=True)
class ChargerState:
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
    stand_alone: bool | None = None
    enabled: bool | None = None
    complete: bool = True

    @property
    def never_online(self) -> bool | None:
        """A charger that was added but never spoke has neither a pulse nor a firmware version."""
        if self.last_heard is not None or self.firmware is not None or self.online:
            return False
        return True if self.complete else None

    @property
    def unplaced(self) -> bool:
        """It names no installation, where it would have named one."""
        return self.installation_id is None and self.complete


def state(observations: Entries[wire.Observation]) -> ChargerState:
    """Observations by their ids. Of two with the same, the newer counts."""
    found = {one.state_id: one for one in sorted(observations.items, key=lambda one: _when(one.timestamp))}

    def text(number: int, limit: int = 40) -> str | None:
        return clean_or_none(found[number].value_as_string, limit) if number in found else None

    installation = text(INSTALLATION)
    return ChargerState(
        ocpp_connected=_yes_or_no(text(OCPP_CONNECTED)),
        online=_yes_or_no(text(ONLINE)),
        last_heard=found[PULSE].timestamp if PULSE in found else None,
        pulse_interval=_positive(text(PULSE_INTERVAL)),
        link=text(LINK, 20),
        signal=text(SIGNAL, 20),
        firmware=text(FIRMWARE),
        installation_id=None if wire.no_id(installation) else installation,
        variant=_variant(found.get(CAPABILITIES)),
        native_ocpp_host=_host(text(NATIVE_OCPP_URL, 250)),
        stand_alone=_yes_or_no(text(STAND_ALONE)),
        enabled=_yes_or_no(text(ENABLED)),
        complete=observations.complete,
    )


def newest(chargers: Iterable[wire.Charger]) -> wire.Charger | None:
    """Of several with one serial number: an active one, of these the newest, of these one with an installation."""
    return max(
        chargers,
        key=lambda one: (one.active is not False, _when(one.created_on_date), one.installation_id is not None),
        default=None,
    )


def _when(moment: datetime | None) -> float:
    return moment.timestamp() if moment is not None else 0.0


def newest_first(lines: Iterable[MakerCharger]) -> tuple[MakerCharger, ...]:
    """The installer's list in its order; those without a date last."""
    return tuple(sorted(lines, key=lambda one: _when(one.created), reverse=True))


def name_of(charger: wire.Charger) -> str:
    """A charger's name; its serial number where it has none."""
    return clean_text(charger.name) or clean_text(charger.serial_no) or clean_text(charger.device_id)


def listed(charger: wire.Charger) -> MakerCharger:
    """A charger as a line of the installer's list."""
    return MakerCharger(
        charger_id=charger.id,
        serial_number=clean_text(charger.device_id, 40),
        name=name_of(charger),
        installation_id=clean_text(charger.installation_id),
        installation_name=clean_text(charger.installation_name),
        online=charger.is_online,
        created=charger.created_on_date,
        is_meter=charger.device_type == SENSE,
    )


def evidence(
    charger: wire.Charger,
    seen: ChargerState | None,
    installation: wire.Installation | None,
    others: tuple[str, ...],
    *,
    refused: bool = False,
) -> BoxEvidence:
    """Everything that's known of a charger. `seen` None: its state isn't known; `refused`: not for this sign-in.

    Roles, authentication and the installation's name belong to the installation: a charger's own count where the
    installation doesn't say (Zaptec's help page on permissions).
    """
    where = installation or wire.Installation.model_construct(id="")
    roles = charger.current_user_roles if where.current_user_roles is None else where.current_user_roles
    said = seen or ChargerState()
    if roles is None and refused:
        roles = 0
    never = seen.never_online if seen else None
    if never and charger.is_online:
        never = None  # the list says that it's online, so its state doesn't tell all
    how = charger.authentication_type if where.authentication_type is None else where.authentication_type
    return BoxEvidence(
        serial_number=clean_text(charger.device_id, 40),
        charger_id=charger.id,
        product=product(charger, said.variant),
        charger_name=clean_or_none(charger.name) or clean_or_none(charger.serial_no),
        installation_id=charger.installation_id or said.installation_id,
        installation_name=clean_or_none(where.name) or clean_or_none(charger.installation_name),
        installation_is_pro={PRO_INSTALLATION: True, GO_INSTALLATION: False}.get(_number(where.installation_type)),
        other_chargers=others,
        is_owner=None if roles is None else bool(roles & OWNER),
        taken_over=None if how is None else how != NATIVE,
        held_by=(_host(where.ocpp_cloud_url) or said.native_ocpp_host) if how else None,
        says_online=charger.is_online if said.online is None else said.online,
        last_heard=said.last_heard,
        pulse_interval=said.pulse_interval,
        link=said.link,
        signal=said.signal,
        firmware=said.firmware,
        ocpp_connected=said.ocpp_connected,
        never_online=never,
        deactivated=None if charger.active is None else not charger.active,
        stand_alone=said.stand_alone,
        enabled=said.enabled,
    )


def firmware(listed: Iterable[wire.ChargerFirmware], seen: BoxEvidence) -> Firmware | None:
    """The box's line of the firmware list; the version that its state tells where the list has none."""

    def ours(one: wire.ChargerFirmware) -> bool:
        if one.charger_id is not None and seen.charger_id is not None:
            return wire.same_id(one.charger_id, seen.charger_id)
        return is_named(one.device_id, seen.serial_number)

    for one in listed:
        if ours(one):
            return Firmware(
                clean_or_none(one.current_version, 40) or seen.firmware, clean_or_none(one.available_version, 40)
            )
    return Firmware(seen.firmware) if seen.firmware else None


def is_named(device_id: str | None, serial_number: str) -> bool:
    """Whether a charger has this serial number."""
    return bool(serial_number) and (device_id or "").strip().upper() == serial_number.upper()


def product(charger: wire.Charger, variant: str | None) -> str | None:
    """What it's sold as. Go and Go 2 share a device type; the serial number's prefix or the capabilities tell."""
    if charger.device_type == APOLLO:
        second = variant == "Go2" or (charger.device_id or "").upper().startswith(GO_2_PREFIXES)
        return "Zaptec Go 2" if second else "Zaptec Go"
    return {SMART: "Zaptec Pro", SENSE: "Zaptec Sense"}.get(_number(charger.device_type))


def _number(value: int | None) -> int:
    return -1 if value is None else value


def _yes_or_no(value: str | None) -> bool | None:
    """Numbers among the observations come with decimals, or without."""
    text = (value or "").lower()
    return {"true": True, "false": False}.get(text, {1.0: True, 0.0: False}.get(_decimal(text)))


def _positive(value: str | None) -> float | None:
    number = _decimal(value or "")
    return number if 0 < number < math.inf else None


def _decimal(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return math.nan


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
