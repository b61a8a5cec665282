"""What can be in a sandbox world: customers, fleets, installations, chargers, and how each of them behaves."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, StringConstraints

from services.clouds.northe.wire import Country, Currency, Money
from services.sandbox.faults import Fault

LOOKUP_KEY = "Y8TU"
"""Northe's user group at Zaptec (Northe's connection guide)."""

OWNER, SERVICE = 2, 4
ROLE_BITS = {"user": 1, "owner": OWNER, "service": SERVICE}
"""Zaptec's `UserRoles`; "Service" in the portal is "Maintainer" in the API."""

GRANTS = {"none": 0, "owner": OWNER, "service": SERVICE, "owner+service": OWNER | SERVICE}

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=40, pattern=r"^[a-z0-9_-]+$")]
Email = Annotated[str, StringConstraints(min_length=3, max_length=254, pattern=r"^[^\s@]+@[^\s@]+$")]
Serial = Annotated[str, StringConstraints(min_length=4, max_length=40, pattern=r"^[A-Z0-9-]+$")]
Seconds = Annotated[float, Field(ge=0, le=31_536_000)]
GrantText = Literal["none", "owner", "service", "owner+service"]
RoleText = Literal["user", "owner", "service"]
Behaviour = Literal["online", "offline", "stale_pulse", "never_online", "powering_up"]
FailText = Literal[
    "held_by_other_operator", "box_offline", "pairing_locked", "wrong_pin", "vendor_down", "permission_missing"
]
Trouble = Literal["", "throttled", "northe_down", "network_down"]
ZaptecTrouble = Literal["", "throttled", "vendor_down", "login_changed"]


class WorldTable(BaseModel):
    """A table of the world file. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class WorldFleet(WorldTable):
    """An employer. `limit_per_kwh` left out: no limit."""

    name: Name
    home_charging: bool = True
    limit_per_kwh: Money | None = None
    currency: Currency = "SEK"


class Site(WorldTable):
    """A charge site that a customer already has."""

    country: Country = "SE"
    street: Name
    postcode: str = ""
    city: Name
    region: str = ""
    price_per_kwh: Money = Decimal("2.00")

    @property
    def address(self) -> tuple[str, ...]:
        """What makes it another place."""
        return (self.country, self.street, self.postcode, self.city, self.region)


class OwnedBox(WorldTable):
    """A charge box that's already in a customer's account, at the site of that position (from 1)."""

    serial: Serial
    name: Name
    site: Annotated[int, Field(ge=1)] = 1


class Customer(WorldTable):
    """A driver. `trouble`: how Northe answers as soon as this customer's account is touched."""

    name: Name
    email: Email
    fleet_member_id: SecretStr
    partner_key: SecretStr
    fleet: Name
    sites: list[Site] = []
    boxes: list[OwnedBox] = []
    bank: SecretStr | None = None
    session_seconds: Seconds = 1800.0
    trouble: Trouble = ""


class ZaptecAccount(WorldTable):
    """Somebody who can sign in at Zaptec. `roles`: by installation key; all others get `default_roles`.

    `limited`: this account meets Zaptec's 10 requests a second even if the world's limits are off.
    """

    user: Email
    password: SecretStr
    default_roles: list[RoleText] = []
    roles: dict[Key, list[RoleText]] = {}
    trouble: ZaptecTrouble = ""
    limited: bool = False


class WorldInstallation(WorldTable):
    """An installation at Zaptec. `granted`: what Northe's user group may do there.

    `provisioning_seconds`: for so long after the start its hierarchy answers 204, as a new one does.
    """

    key: Key
    name: Name
    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")] | None = None
    address: str = ""
    postcode: str = ""
    city: str = ""
    country: Country = "SE"
    type: Literal["go", "pro"] = "go"
    granted: GrantText = "none"
    max_current: Annotated[float, Field(ge=6, le=5000)] = 16.0
    provisioning_seconds: Seconds = 0.0


class Box(WorldTable):
    """A charge box as it hangs on the wall, whatever its brand.

    `since_seconds`: for so long the behaviour has lasted (None: a fitting time); `online_after_seconds`: how long
    one that's powering up needs. `delay_seconds`: how long it takes, once taken over, to come online under Northe.
    `fails`: how connecting ends instead, the first `fails_times` times (0: always). `locked_seconds`: pairing is locked
    for so long. `trouble`: what happens when Northe asks for it.
    """

    serial: Serial
    name: Name = "Charge box"
    behaviour: Behaviour = "online"
    since_seconds: Seconds | None = None
    online_after_seconds: Seconds = 45.0
    held_by: Name | None = None
    locked_seconds: Seconds = 0.0
    delay_seconds: Seconds = 2.5
    slow_to_connect: bool = False
    fails: FailText | None = None
    fails_times: Annotated[int, Field(ge=0)] = 0
    trouble: Literal["", "vendor_down"] = ""
    firmware: str = ""


class WorldCharger(Box):
    """A Zaptec charger, or a Sense meter. `model` is told from the serial number's prefix if it's left out.

    `car_after_seconds`: so long after it has come online under its operator a car comes by itself, and is charged.
    """

    installation: Key
    model: Literal["go", "go2", "pro", "sense"] | None = None
    pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")] = "4821"
    link: Literal["LTE", "Wifi", "PLC"] = "LTE"
    signal: Annotated[float, Field(ge=-150, le=150)] = 60.0
    pulse_interval: Annotated[float, Field(ge=1, le=3600)] = 180.0
    firmware_available: str = ""
    car: Literal["none", "requesting", "charging", "paused", "finished"] = "none"
    car_after_seconds: Seconds | None = None
    charge_sessions: Annotated[int, Field(ge=0, le=500)] = 0
    active: bool = True


class OtherBox(Box):
    """A charge box of a brand that isn't in `TABLES`: Northe simply knows how it stands."""

    brand: Key
    pin: SecretStr | None = None


TABLES = {"zaptec": "chargers"}
"""The brands whose own cloud is simulated, too, and the tables of the world file in which their boxes stand."""


class LinkBehaviour(WorldTable):
    """What the customer's phone does by itself with a QR sign-in. Nothing named: it waits for a yes or a no."""

    expires_seconds: Annotated[float, Field(ge=1, le=3600)] = 120.0
    poll_seconds: Annotated[float, Field(gt=0, le=60)] = 2.0
    approve_after_seconds: Seconds | None = None
    refuse_after_seconds: Seconds | None = None
    approve_as: Email | None = None


class Bank(WorldTable):
    """Which account numbers Northe's bank refuses: those that end like this."""

    reject_endings: list[Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,30}$")]] = []


class WorldLimits(WorldTable):
    """Zaptec's own limits (its page on rate limiting). Off, so that tools may run through a world at full speed."""

    on: bool = False
    requests_per_second: Annotated[float, Field(gt=0)] = 10.0
    burst: Annotated[int, Field(ge=0)] = 15
    tokens_per_second: Annotated[float, Field(gt=0)] = 1.0


class Timing(WorldTable):
    """How long connecting stays at its first two stages, in seconds."""

    requested_seconds: Seconds = 1.0
    taking_over_seconds: Seconds = 1.5


class World(WorldTable):
    """A whole world file."""

    fleets: list[WorldFleet] = []
    customers: list[Customer] = []
    zaptec_accounts: list[ZaptecAccount] = []
    installations: list[WorldInstallation] = []
    chargers: list[WorldCharger] = []
    other_boxes: list[OtherBox] = []
    link: LinkBehaviour = LinkBehaviour()
    bank: Bank = Bank()
    limits: WorldLimits = WorldLimits()
    timing: Timing = Timing()
    faults: list[Fault] = []


_PRODUCTS = {
    "go": ("ZAP", "ZGB", "ZAG"),
    "go2": ("GPN", "GPG"),
    "pro": ("ZCS", "ZPR", "ZCH", "ZPG"),
    "sense": ("APH", "APG", "APM"),
}
"""Serial number prefixes (Zaptec's page on identifying device types)."""


def product_of(serial: str) -> str:
    """The Zaptec product that a serial number's prefix stands for; Go for one that nobody knows."""
    return next((product for product, prefixes in _PRODUCTS.items() if serial[:3] in prefixes), "go")


def plain_serial(text: str) -> str:
    """A serial number as it's compared: upper case, no spaces."""
    return re.sub(r"\s+", "", text).upper()
