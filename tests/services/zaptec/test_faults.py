from __future__ import annotations

import httpx
import pytest

from services.causes import UNREADABLE
from services.contracts import Cause, ServiceError
from tests.services.recorded import FAULTS, everything_about, page, says
from tests.services.zaptec.bodies import (
    HIERARCHY,
    INSTALLATIONS,
    LIST,
    PASSWORD,
    SECRETS,
    STATE,
    TOKEN,
    recorded,
    signed_in,
)

pytestmark = pytest.mark.anyio


UNREADABLE_ANSWER = (Cause.VENDOR_DOWN, UNREADABLE, 1)
EXPECTED: dict[str, tuple[Cause, str, int]] = {
    "refused": (Cause.NETWORK_DOWN, "unreachable", 4),
    "slow to connect": (Cause.NETWORK_DOWN, "timed_out", 4),
    "slow": (Cause.NETWORK_DOWN, "timed_out", 4),
    "reset": (Cause.NETWORK_DOWN, "reset", 4),
    "hung up": (Cause.NETWORK_DOWN, "reset", 4),
    "half": UNREADABLE_ANSWER,
    "html": UNREADABLE_ANSWER,
    "garbage": UNREADABLE_ANSWER,
    "other shape": UNREADABLE_ANSWER,
    "number": UNREADABLE_ANSWER,
    "204": UNREADABLE_ANSWER,
    "301": (Cause.VENDOR_DOWN, "answered 301", 1),
    "401": (Cause.SESSION_EXPIRED, "refused its own token", 2),
    "403": (Cause.ROLE_MISSING, "answered 403", 1),
    "404 html": UNREADABLE_ANSWER,
    "429": (Cause.THROTTLED, "answered 429", 4),
    "429 long": (Cause.THROTTLED, "answered 429", 1),
    "500": (Cause.VENDOR_DOWN, "answered 500", 4),
    "503": (Cause.VENDOR_DOWN, "answered 503", 4),
    "503 long": (Cause.VENDOR_DOWN, "answered 503", 1),
}
NO_ERROR = {  # of a look: what isn't for this sign-in is a gap, and an empty hierarchy is a hierarchy
    (STATE, "403"),
    (INSTALLATIONS, "403"),
    (HIERARCHY, "403"),
    (HIERARCHY, "204"),
    (HIERARCHY, "other shape"),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("call", [LIST, STATE, INSTALLATIONS, HIERARCHY])
async def test_every_fault_of_every_call(call: str, fault: str) -> None:
    cloud = recorded()
    zaptec = await signed_in(cloud)
    cloud.on(call, FAULTS[fault])
    if (call, fault) in NO_ERROR:
        assert (await zaptec.look("ZAP900001")).found
        return
    cause, detail, asked = EXPECTED[fault]
    with pytest.raises(ServiceError) as raised:
        await zaptec.look("ZAP900001")
    assert (raised.value.cause, raised.value.detail) == (cause, detail)
    # The two lists of installations are asked for side by side; the first to fail ends the other.
    assert asked <= cloud.count(call) <= (2 * asked if call == INSTALLATIONS else asked)
    told = everything_about(raised.value)
    for secret in [PASSWORD, TOKEN, *SECRETS.values()]:
        assert secret not in told


@pytest.mark.parametrize(
    ("reply", "cause", "detail"),
    [
        (
            says(500, {"Code": 528, "Details": "Kim said no", "StackTrace": None}),
            Cause.VENDOR_DOWN,
            "answered 500 code 528",
        ),
        (says(500, {"code": 533, "details": None}), Cause.ROLE_MISSING, "answered 500 code 533"),
        (says(500, {"Code": 506}), Cause.ROLE_MISSING, "answered 500 code 506"),
        (says(500, {"Code": 518}), Cause.BOX_NOT_FOUND, "answered 500 code 518"),
        (says(404, {"errorCode": 512, "message": "Charger not found."}), Cause.BOX_NOT_FOUND, "answered 404 code 512"),
        (says(400, {"type": "x", "title": "Value must be a Guid", "status": 400}), Cause.VENDOR_DOWN, "answered 400"),
        (says(404), Cause.VENDOR_DOWN, "answered 404"),
        (page(403), Cause.VENDOR_DOWN, UNREADABLE),
    ],
)
async def test_a_business_answer_counts_by_its_code_and_is_not_repeated(
    reply: httpx.Response, cause: Cause, detail: str
) -> None:
    cloud = recorded().on(LIST, reply)
    with pytest.raises(ServiceError) as raised:
        await (await signed_in(cloud)).chargers()
    assert (raised.value.cause, raised.value.detail) == (cause, detail)
    assert cloud.count(LIST) == 1
    assert "Kim" not in everything_about(raised.value)
