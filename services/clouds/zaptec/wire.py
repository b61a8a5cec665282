"""The JSON of Zaptec's API, as far as the program needs it; everything else is dropped here, secrets first of all.

Zaptec's specification says camelCase, its answers come in PascalCase, and single ones differ again: keys are compared
without case and underscores. What's null is left out, so nearly everything may be missing. Times have no zone and are
UTC. Enums are plain numbers here: an unknown one has to survive. (Zaptec's OpenAPI document of 2026-05-27, and what
published clients of it observed.)

PIN, OCPP passwords, SIM and MAC numbers stand in the same answers. No model has a field for them, so they're gone as
soon as an answer is read.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from services.clouds.http import sendable


def folded_key(key: str) -> str:
    """A key as it's compared: `DeviceId`, `deviceId` and `device_id` are one."""
    return key.replace("_", "").lower()


def folded(value: Any) -> Any:
    """JSON values with all keys in that form. Of two keys that become one, the one that says something counts."""
    if isinstance(value, dict):
        made: dict[str, Any] = {}
        for key, part in value.items():
            name = folded_key(key)
            if name not in made or part not in (None, ""):
                made[name] = folded(part)
        return made
    if isinstance(value, list):
        return [folded(part) for part in value]
    return value


def _none_if_wrong(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    try:
        return handler(value)
    except ValidationError:
        return None


FIRST_YEAR, LAST_YEAR = 2000, 2999
"""Between these a box may have said something. A time that was never set comes as year 1 from such servers."""


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


# What decides nothing by itself may be odd without spoiling the answer around it.
Moment = Annotated[datetime | None, WrapValidator(_none_if_wrong), AfterValidator(_in_utc)]
Text = Annotated[str | None, WrapValidator(_none_if_wrong)]
Number = Annotated[int | None, WrapValidator(_none_if_wrong)]
Flag = Annotated[bool | None, WrapValidator(_none_if_wrong)]


WILDCARD = "f" * 32
"""The digits of Zaptec's `WildcardGuid`, which stands for no object in particular."""


def no_id(value: str | None) -> bool:
    """Whether it names nothing: absent, empty, all zeros, or Zaptec's wildcard."""
    digits = _digits(value)
    return not digits.strip("0") or digits == WILDCARD


def same_id(one: str | None, other: str | None) -> bool:
    """Whether both name the same object. Ids are GUIDs, which are the same in capitals, in braces, without dashes."""
    return not no_id(one) and _digits(one) == _digits(other)


def _digits(value: str | None) -> str:
    return (value or "").replace("-", "").strip(" {}").lower()


def _demand_id(value: str) -> str:
    if no_id(value):
        raise ValueError("names nothing")
    return value.strip()


Id = Annotated[str, AfterValidator(_demand_id)]
"""What an entry is known by: without it, it can't be told apart from the others."""

OtherId = Annotated[Id | None, WrapValidator(_none_if_wrong)]
"""The id of something else, None where there's none."""

Entries = Annotated[list[Any] | None, WrapValidator(_none_if_wrong)]
"""To be read one by one, so that an odd one doesn't spoil the others."""


class Wire(BaseModel):
    """To be read from folded JSON."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=folded_key)


class TokenGrant(Wire):
    """The token endpoint's yes. `expires_in` in seconds."""

    access_token: Annotated[SecretStr, AfterValidator(sendable)]
    token_type: Text = None
    expires_in: Annotated[float | None, Field(allow_inf_nan=False), WrapValidator(_none_if_wrong)] = None


def _inner(error: Any) -> Any:
    return (error.get("error") or error.get("code")) if isinstance(error, dict) else error


class GrantRefusal(Wire):
    """The token endpoint's no (RFC 6749 §5.2). Some servers wrap it in an object of their own."""

    error: Annotated[str, BeforeValidator(_inner)]


class Charger(Wire):
    """One of GET /api/chargers. `device_id` is the serial number; `serial_no` is the name, as is `name`."""

    id: Id
    device_id: Text = None
    name: Text = None
    serial_no: Text = None
    created_on_date: Moment = None
    active: Flag = None
    is_online: Flag = None
    device_type: Number = None
    current_user_roles: Number = None
    authentication_type: Number = None
    installation_id: OtherId = None
    installation_name: Text = None


class Installation(Wire):
    """One of GET /api/installation."""

    id: Id
    name: Text = None
    installation_type: Number = None
    current_user_roles: Number = None
    authentication_type: Number = None
    ocpp_cloud_url: Text = None


class Page(Wire):
    """The envelope of every list."""

    pages: Number = None
    data: list[Any] | None = None


class Observation(Wire):
    """One of GET /api/chargers/{id}/state. `timestamp` is when it last changed."""

    state_id: int
    timestamp: Moment = None
    value_as_string: Text = None


class Circuit(Wire):
    """One of a hierarchy's circuits."""

    chargers: Entries = None


class Hierarchy(Wire):
    """The answer to GET /api/installation/{id}/hierarchy."""

    circuits: list[Any] | None = None


class ChargerFirmware(Wire):
    """One of GET /api/chargerFirmware/installation/{id}. `charger_id` is the one key that's always there.

    One that was never online has no versions, and may have no `device_id` either.
    """

    charger_id: OtherId = None
    device_id: Text = None
    current_version: Text = None
    available_version: Text = None


class Failure(Wire):
    """What an error says, in either of its two shapes."""

    code: Number = None
    error_code: Number = None
