"""Fills the tables from the world file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from services.sandbox.world_tables import (
    GRANTS,
    LOOKUP_KEY,
    ROLE_BITS,
    Customer,
    OtherBox,
    World,
    WorldCharger,
    product_of,
)

if TYPE_CHECKING:
    from services.sandbox.state import Sandbox

DAY = 86_400.0
NORTHE = "Northe"
"""The operator's name while Northe itself has a box."""

_SINCE = {
    "online": 3 * DAY + 12,
    "offline": 5 * 3600.0,
    "stale_pulse": 3 * 3600.0,
    "never_online": 600.0,
    "powering_up": 0.0,
}
"""For how long a behaviour has lasted, if the world doesn't say: an online box was last heard 12 seconds ago."""

_SLOW_SECONDS = 90.0
FIRMWARE = {"go": "2.4.2.4", "go2": "3.0.2.1", "pro": "5.3.0.3", "sense": "1.0.6.2"}
_CAR_MODES = {"none": (1, 0), "requesting": (2, 0), "charging": (3, 0), "paused": (5, 1), "finished": (5, 0)}


def world_id(kind: str, name: str) -> str:
    """The same UUID for the same thing every time, so that scripts and screenshots can name it."""
    return str(uuid5(NAMESPACE_URL, f"sandbox:{kind}:{name}"))


def seed(sandbox: Sandbox) -> None:
    """Everything as of now."""
    world = sandbox.world
    for fleet in world.fleets:
        limit = None if fleet.limit_per_kwh is None else str(fleet.limit_per_kwh)
        sandbox.store.add(
            "fleets",
            name=fleet.name,
            home_charging=int(fleet.home_charging),
            limit_per_kwh=limit,
            currency=fleet.currency,
        )
    _seed_zaptec(sandbox, world)
    for charger in world.chargers:
        _seed_box(sandbox, charger)
    for other in world.other_boxes:
        _seed_box(sandbox, other)
    for customer in world.customers:
        _seed_customer(sandbox, customer)
    for fault in world.faults:
        sandbox.faults.add(fault)


def _seed_zaptec(sandbox: Sandbox, world: World) -> None:
    now = sandbox.clock.time()
    ids: dict[str, str] = {}
    for number, installation in enumerate(world.installations):
        ids[installation.key] = installation.id or world_id("installation", installation.key)
        created = now - 40 * DAY + number * 3600.0
        sandbox.store.add(
            "installations",
            id=ids[installation.key],
            key=installation.key,
            name=installation.name,
            address=installation.address,
            postcode=installation.postcode,
            city=installation.city,
            country=installation.country,
            type=installation.type,
            max_current=installation.max_current,
            provisioned_at=now + installation.provisioning_seconds,
            created_at=created,
            updated_at=created + 108.9,
            circuit_id=world_id("circuit", installation.key),
        )
        if GRANTS[installation.granted]:
            set_grant(sandbox, ids[installation.key], GRANTS[installation.granted])
    for account in world.zaptec_accounts:
        user = account.user.casefold()
        sandbox.store.add(
            "zaptec_accounts",
            user=user,
            password_digest=sandbox.digest(account.password),
            trouble=account.trouble,
            limited=int(account.limited),
        )
        for key, installation_id in ids.items():
            roles = sum(ROLE_BITS[role] for role in set(account.roles.get(key, account.default_roles)))
            if roles:
                sandbox.store.add("zaptec_roles", user=user, installation_id=installation_id, roles=roles)


def set_grant(sandbox: Sandbox, installation_id: str, roles: int, lookup_key: str = LOOKUP_KEY) -> None:
    """What a user group may do at an installation; no roles takes the grant back."""
    sandbox.store.run("DELETE FROM grants WHERE installation_id = ? AND lookup_key = ?", installation_id, lookup_key)
    if roles:
        sandbox.store.add("grants", installation_id=installation_id, lookup_key=lookup_key, roles=roles)


def _seed_box(sandbox: Sandbox, box: WorldCharger | OtherBox) -> None:
    now = sandbox.clock.time()
    since = now - (_SINCE[box.behaviour] if box.since_seconds is None else box.since_seconds)
    common = {
        "serial": box.serial,
        "name": box.name,
        "behaviour": box.behaviour,
        "since": since,
        "online_after": box.online_after_seconds,
        "held_by": box.held_by,
        "locked_until": now + box.locked_seconds if box.locked_seconds else None,
        "delay": _SLOW_SECONDS if box.slow_to_connect else box.delay_seconds,
        "fails": box.fails,
        "fails_left": box.fails_times,
        "trouble": box.trouble,
    }
    if isinstance(box, OtherBox):
        sandbox.store.add(
            "boxes",
            **common,
            id=world_id(box.brand, box.serial),
            brand=box.brand,
            pin=sandbox.digest(box.pin) if box.pin else None,
            firmware=box.firmware,
            pulse_interval=180.0,
            created_at=since,
            active=1,
        )
        return
    row = sandbox.store.one("SELECT id, created_at FROM installations WHERE key = ?", box.installation)
    place = sandbox.store.one("SELECT count(*) AS n FROM boxes WHERE brand = 'zaptec'")
    product = box.model or product_of(box.serial)
    mode, final_stop = _CAR_MODES[box.car]
    firmware = box.firmware or FIRMWARE[product]
    sandbox.store.add(
        "boxes",
        **common,
        id=world_id("charger", box.serial),
        brand="zaptec",
        product=product,
        installation_id=row["id"] if row else None,
        pin=box.pin,
        # in the order of the file: the first one there is the newest
        created_at=min(since, now - 900.0) - (place["n"] if place else 0) * 60.0,
        firmware=firmware,
        firmware_available=box.firmware_available or firmware,
        link=box.link,
        signal=box.signal,
        pulse_interval=box.pulse_interval,
        mode=mode,
        final_stop=final_stop,
        car_after=box.car_after_seconds,
        sessions=box.charge_sessions,
        active=int(box.active),
        max_current=32.0 if product == "pro" else 16.0,
        min_current=6.0,
        ocpp_since=since + 30 if box.held_by else None,
    )


def _seed_customer(sandbox: Sandbox, customer: Customer) -> None:
    now = sandbox.clock.time()
    email = customer.email.casefold()
    fleet = sandbox.store.one("SELECT currency FROM fleets WHERE name = ?", customer.fleet)
    sandbox.store.add(
        "customers",
        email=email,
        name=customer.name,
        fleet=customer.fleet,
        member_digest=sandbox.digest(customer.fleet_member_id),
        key_digest=sandbox.digest(customer.partner_key),
        session_seconds=customer.session_seconds,
        trouble=customer.trouble,
        bank_masked=masked(customer.bank.get_secret_value()) if customer.bank else None,
    )
    sites: list[str] = []
    for number, site in enumerate(customer.sites, 1):
        sites.append(world_id("site", f"{email}:{number}"))
        sandbox.store.add(
            "sites",
            id=sites[-1],
            email=email,
            country=site.country,
            street=site.street,
            postcode=site.postcode,
            city=site.city,
            region=site.region,
            price=str(site.price_per_kwh),
            currency=fleet["currency"] if fleet else "SEK",
            address_key=address_key(*site.address),
        )
    for box in customer.boxes:
        row = sandbox.store.one("SELECT * FROM boxes WHERE serial = ?", box.serial)
        if row is None:
            continue
        online_since = now - 30 * DAY
        sandbox.store.run("UPDATE boxes SET held_by = ?, ocpp_since = ? WHERE id = ?", NORTHE, online_since, row["id"])
        sandbox.store.add(
            "charge_boxes",
            id=world_id("charge_box", f"{email}:{box.serial}"),
            email=email,
            brand=row["brand"],
            model=row["product"] or "box",
            serial=box.serial,
            name=box.name,
            site_id=sites[box.site - 1],
            requested_at=online_since - 5.0,
            stage="online",
            online_since=online_since,
        )


def address_key(*parts: str) -> str:
    """What two spellings of one address have in common: no case, no spaces, no punctuation."""
    return "|".join(re.sub(r"[\W_]+", "", part).casefold() for part in parts)


def masked(account_number: str) -> str:
    """Such as "SE45 •••• 3456": never the whole number."""
    plain = re.sub(r"\s+", "", account_number).upper()
    return f"{plain[:4]} •••• {plain[-4:]}"
