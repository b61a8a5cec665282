"""The happy customer, box and moment that all fakes start from, so that pictures and tests agree on them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from services.contracts import (
    Account,
    BoxEvidence,
    ConsentPlace,
    Fleet,
    MakerCharger,
    Stage,
)

NOW = datetime(2026, 9, 14, 9, 30, tzinfo=UTC)
"""When the fakes' clock stands, unless a test says otherwise."""

SERIAL_NUMBER = "ZAP900001"
INSTALLATION_ID = "22222222-0000-4000-8000-0000000000a1"
PAYLOAD = "https://northe.app/link/K7Q2M9XW4T6R8P3VJ5NHBD"
CONSENT = ConsentPlace("https://portal.zaptec.com/access/request", "Y8TU")

FLEET = Fleet(name="Acme Fleet AB", home_charging=True, limit_per_kwh=Decimal("2.50"), currency="SEK")
ACCOUNT = Account(customer_name="Kim Larsson", email="kim.larsson@example.com", fleet=FLEET)
EVIDENCE = BoxEvidence(
    serial_number=SERIAL_NUMBER,
    product="Zaptec Go",
    charger_name="Garage",
    installation_id=INSTALLATION_ID,
    installation_name="Testgatan 10",
    installation_is_pro=False,
    is_owner=True,
    taken_over=False,
    says_online=True,
    last_heard=NOW - timedelta(seconds=12),
    pulse_interval=180.0,
    link="LTE",
    signal="60.000",
    firmware="2.4.2.4",
    ocpp_connected=False,
    never_online=False,
)
CHARGER = MakerCharger(
    charger_id="11111111-0000-4000-8000-0000000000a1",
    serial_number=SERIAL_NUMBER,
    name="Garage",
    installation_id=INSTALLATION_ID,
    installation_name="Testgatan 10",
    online=True,
    created=datetime(2026, 9, 14, 6, 50, 59, tzinfo=UTC),
)
CONNECT_STAGES = (Stage.REQUESTED, Stage.TAKING_OVER, Stage.WAITING_FOR_BOX, Stage.ONLINE)
