"""What Northe is told to connect, and the keys with which it's told: the same order twice makes nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from services.contracts import BoxRequest

if TYPE_CHECKING:
    from decimal import Decimal

    from services.activation.session import BoxTypeAnswer, ConnectAnswer, Session
    from services.rules.addresses import Address


@dataclass(frozen=True, slots=True)
class Order:
    """What's to be connected, where and as what. `site_id` is None where the site is still to be saved."""

    customer: str
    request: BoxRequest
    serial_number: str
    name: str
    address: Address
    price_per_kwh: Decimal
    currency: str
    site_id: str | None = None


class IdempotencyKeys:
    """The same order gets the same key, so that a repeated try makes nothing twice."""

    def __init__(self) -> None:
        self._keys: dict[object, str] = {}

    def site(self, order: Order) -> str:
        """For saving the charge site."""
        return self._key(("site", order.customer, order.address, order.price_per_kwh, order.currency))

    def box(self, order: Order, site_id: str) -> str:
        """For connecting the box."""
        return self._key(self._box(order, site_id))

    def drop_box(self, order: Order) -> None:
        """After it was taken back: the next try is another one."""
        about = self._box(order, "")[:3]
        self._keys = {what: key for what, key in self._keys.items() if not _starts(what, about)}

    def _key(self, about: object) -> str:
        return self._keys.setdefault(about, str(uuid4()))

    @staticmethod
    def _box(order: Order, site_id: str) -> tuple[object, ...]:
        request = order.request
        fields = tuple(sorted(request.fields.items(), key=lambda item: item[0]))
        serial = order.serial_number.casefold()
        return ("box", order.customer, serial, request.brand, request.model, fields, order.name, site_id)


def _starts(what: object, beginning: tuple[object, ...]) -> bool:
    return isinstance(what, tuple) and what[: len(beginning)] == beginning


def box_request(box_type: BoxTypeAnswer, answer: ConnectAnswer) -> BoxRequest:
    """What the clouds are asked about a box."""
    return BoxRequest(box_type.brand, box_type.model, answer.fields)


def order_of(session: Session, answer: ConnectAnswer) -> Order:
    """Everything that Northe is told. A site whose price stays as it is in the account needs no saving."""
    account, box_type, site = session.account, session.box_type, session.charge_site
    if account is None or box_type is None or site is None:
        raise LookupError("a step before Connect has no answer")
    as_it_is = next((one for one in account.sites if one.site_id == site.site_id), None)
    unchanged = as_it_is is not None and as_it_is.price_per_kwh == site.price_per_kwh
    return Order(
        customer=account.email,
        request=box_request(box_type, answer),
        serial_number=answer.serial_number,
        name=box_type.name,
        address=site.address,
        price_per_kwh=site.price_per_kwh,
        currency=site.currency,
        site_id=site.site_id if unchanged else None,
    )
