"""Reads a world file and says in one sentence what's wrong with it: which file, which place, what's allowed there."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from pydantic import BaseModel, ValidationError

from services.rules import catalogue
from services.sandbox.seed import address_key, world_id
from services.sandbox.world_tables import TABLES, World
from services.text.toml import read_toml
from services.text.words import Message

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic_core import ErrorDetails

DEFAULT_WORLD = Path(__file__).parent / "default.toml"


class WorldWrong(Exception):
    """The world can't be made. `message` is one sentence: file, place in it, what's allowed there."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.key)
        self.message = message


def load_world(path: Path | None = None) -> World:
    """The world in that file; the shipped one if there's none. Raises `WorldWrong`."""
    path = path or DEFAULT_WORLD
    try:
        text = path.read_text("utf-8")
    except UnicodeDecodeError:
        raise WorldWrong(Message("sandbox.world.not_text", {"file": str(path)})) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WorldWrong(Message("sandbox.world.unreadable", {"file": str(path), "reason": reason})) from None
    try:
        raw = read_toml(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise WorldWrong(Message("sandbox.world.not_toml", {"file": str(path), "reason": str(error)})) from None
    try:
        world = World.model_validate(raw)
    except ValidationError as error:
        # only the first fault is told: the others may follow from it. Its input is left out: it may be a secret.
        raise WorldWrong(_told(path, error.errors(include_url=False, include_input=False)[0])) from None
    for place, message, allowed in _contradictions(world):
        args = {"file": str(path), "place": place, "what": message, "allowed": _listed(allowed)}
        raise WorldWrong(Message("sandbox.world.contradiction" if allowed else "sandbox.world.wrong", args))
    return world


def _told(path: Path, error: ErrorDetails) -> Message:
    place = _place(error["loc"])
    if error["type"] == "extra_forbidden":
        *parents, name = error["loc"]
        known = _names_at(parents)
        nearest = get_close_matches(str(name), known, 1, 0.5)
        args: dict[str, object] = {"file": str(path), "place": place}
        if nearest:
            return Message("sandbox.world.unknown_near", {**args, "nearest": nearest[0]})
        return Message("sandbox.world.unknown", {**args, "allowed": _listed(known)})
    if error["type"] == "missing":
        return Message("sandbox.world.missing", {"file": str(path), "place": place})
    what = Message("sandbox.world.says", {"text": _lowered(error["msg"])})
    return Message("sandbox.world.wrong", {"file": str(path), "place": place, "what": what})


def _lowered(text: str) -> str:
    """Pydantic's own sentence about a value, to stand behind a colon."""
    text = re.sub(r"^[A-Z][a-z]+ (?=should )", "it ", text)
    return text[:1].lower() + text[1:]


def _place(where: tuple[int | str, ...]) -> str:
    """Such as `customers[2].email`: tables are counted from 1, as a person counts."""
    parts = ""
    for part in where:
        parts += f"[{part + 1}]" if isinstance(part, int) else f".{part}"
    return parts.lstrip(".") or "the file"


def _names_at(parents: list[int | str]) -> list[str]:
    """The keys that the table at this place may have."""
    model: type[BaseModel] = World
    for part in parents:
        if isinstance(part, int):
            continue
        field = model.model_fields.get(part)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return []
        model = inner
    return list(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part))), None)


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


Contradiction = tuple[str, Message, list[str]]
"""The place, what's wrong there, and what's allowed (empty: any other)."""


def _contradictions(world: World) -> Iterator[Contradiction]:
    """Names that nothing bears, and things that are there twice."""
    yield from _twice("fleets", "name", [fleet.name for fleet in world.fleets])
    yield from _twice("installations", "key", [place.key for place in world.installations])
    ids = [place.id or world_id("installation", place.key) for place in world.installations]
    yield from _twice("installations", "id", ids)
    yield from _twice("customers", "email", [customer.email.casefold() for customer in world.customers])
    yield from _twice("zaptec_accounts", "user", [account.user.casefold() for account in world.zaptec_accounts])
    yield from _twice("chargers", "serial", [box.serial for box in world.chargers])
    yield from _twice("other_boxes", "serial", [f"{box.brand} {box.serial}" for box in world.other_boxes])
    yield from _in_customers(world)
    others = [brand.id for brand in catalogue.brands() if brand.id not in TABLES]
    for number, other in enumerate(world.other_boxes, 1):
        if other.brand in TABLES:
            of = {"brand": catalogue.brand(other.brand).name, "table": TABLES[other.brand]}
            yield f"other_boxes[{number}].brand", Message("sandbox.world.of_a_table", of), []
        elif other.brand not in others:
            yield f"other_boxes[{number}].brand", _unknown(other.brand), others
    places = [place.key for place in world.installations]
    for number, charger in enumerate(world.chargers, 1):
        if charger.installation not in places:
            yield f"chargers[{number}].installation", _unknown(charger.installation), places
    for number, account in enumerate(world.zaptec_accounts, 1):
        for key in account.roles:
            if key not in places:
                yield f"zaptec_accounts[{number}].roles.{key}", _unknown(key), places


def _in_customers(world: World) -> Iterator[Contradiction]:
    fleets = [fleet.name for fleet in world.fleets]
    serials = [box.serial for box in (*world.chargers, *world.other_boxes)]
    taken: list[str] = []
    for number, customer in enumerate(world.customers, 1):
        if customer.fleet not in fleets:
            yield f"customers[{number}].fleet", _unknown(customer.fleet), fleets
        for place, box in enumerate(customer.boxes, 1):
            if box.serial not in serials:
                yield f"customers[{number}].boxes[{place}].serial", _unknown(box.serial), serials
            if box.serial in taken:  # it hangs on one wall only
                yield f"customers[{number}].boxes[{place}].serial", _twofold(box.serial), []
            taken.append(box.serial)
            if box.site > len(customer.sites):
                yield f"customers[{number}].boxes[{place}].site", Message("sandbox.world.no_site"), []
        addresses = [address_key(*site.address) for site in customer.sites]
        for place, site in enumerate(customer.sites, 1):
            if addresses[place - 1] in addresses[: place - 1]:
                yield f"customers[{number}].sites[{place}].street", _twofold(site.street), []
    emails = [customer.email.casefold() for customer in world.customers]
    if world.link.approve_as and world.link.approve_as.casefold() not in emails:
        yield "link.approve_as", _unknown(world.link.approve_as), emails


def _unknown(name: str) -> Message:
    return Message("sandbox.world.no_such", {"name": name})


def _twice(table: str, key: str, names: list[str]) -> Iterator[Contradiction]:
    for number, name in enumerate(names, 1):
        if name in names[: number - 1]:
            yield f"{table}[{number}].{key}", _twofold(name), []


def _twofold(name: str) -> Message:
    return Message("sandbox.world.twice", {"name": name})
