"""The services in memory, without a network: for pictures, screen tests, and a screen shown by itself.

Each cloud answers happily by default. A test scripts single calls by their name:

    northe.answer("poll_link", LinkStatus.PENDING, LinkStatus.REFUSED)   # these answers first, in this order
    northe.refuse("account", Cause.NORTHE_DOWN)                          # the next call raises
    northe.refuse("account", Cause.NETWORK_DOWN, times=None)             # every call raises
    gate = northe.hold("check_box")                                      # the call waits until gate.set()

and reads `northe.calls` and `northe.called("check_box")` afterwards.
"""

from __future__ import annotations

from services.contracts import Services
from services.fake.data import (
    ACCOUNT,
    CHARGER,
    CONNECT_STAGES,
    CONSENT,
    EVIDENCE,
    FLEET,
    INSTALLATION_ID,
    NOW,
    PAYLOAD,
    SERIAL_NUMBER,
)
from services.fake.northe import FakeNorthe
from services.fake.script import Call, Scripted
from services.fake.surroundings import FakeClock, FakePhone, FakeReceipts
from services.fake.zaptec import FakeZaptec

__all__ = [
    "ACCOUNT",
    "CHARGER",
    "CONNECT_STAGES",
    "CONSENT",
    "EVIDENCE",
    "FLEET",
    "INSTALLATION_ID",
    "NOW",
    "PAYLOAD",
    "SERIAL_NUMBER",
    "Call",
    "FakeClock",
    "FakeNorthe",
    "FakePhone",
    "FakeReceipts",
    "FakeZaptec",
    "Scripted",
    "fake_services",
]


def fake_services(
    *,
    northe: FakeNorthe | None = None,
    zaptec: FakeZaptec | None = None,
    clock: FakeClock | None = None,
    receipts: FakeReceipts | None = None,
    phone: bool = False,
) -> Services:
    """All services as fakes, each replaceable. `phone`: with the customer's phone, as in the sandbox."""
    northe = northe or FakeNorthe()
    zaptec = zaptec or FakeZaptec()
    return Services(
        northe=northe,
        makers={"zaptec": zaptec},
        clock=clock or FakeClock(),
        receipts=receipts or FakeReceipts(),
        phone=FakePhone(northe, zaptec) if phone else None,
    )
