"""Both clouds are asked at once and read-only, and what they refuse is a fact like any other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.activation.diagnosis import gather
from services.contracts import BoxEvidence, BoxRequest, Cause, CheckAnswer, MakerLook, ServiceError
from services.fake import FakeClock, FakeNorthe, FakeZaptec, fake_services
from services.fake.data import EVIDENCE, NOW
from tests.support.values.diagnosis_facts import READING, facts


@pytest.mark.anyio
async def test_gathering_asks_a_maker_only_about_its_own_boxes_and_only_when_signed_in() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec()
    services = fake_services(northe=northe, zaptec=zaptec)
    request = BoxRequest("zaptec", "go", {})
    found = await gather(services, request, "Zaptec Go", READING)
    assert (found.northe, found.maker, zaptec.called("look")) == (CheckAnswer(None, EVIDENCE), None, 0)
    await zaptec.sign_in("installer@example.com", None)  # type: ignore[arg-type]  # the fake takes any
    assert (await gather(services, request, "Zaptec Go", READING)).maker == zaptec.look_now
    assert zaptec.calls[-1].args == {"serial_number": "ZAP900001"}
    await gather(services, BoxRequest("easee", "home", {}), "Easee Home", READING)
    assert zaptec.called("look") == 1


def test_the_makers_own_word_comes_first_northe_fills_its_gaps_and_names_the_operator() -> None:
    northe = BoxEvidence(charger_name="Old name", installation_name="Testgatan 10", held_by="Voltly", says_online=True)
    zaptec = BoxEvidence(charger_name="Garage", held_by="ocpp.voltly.example", says_online=False)
    merged = facts(northe=CheckAnswer(None, northe), maker=MakerLook(found=True, evidence=zaptec)).evidence
    assert (merged.charger_name, merged.installation_name) == ("Garage", "Testgatan 10")
    assert merged.says_online is False
    assert merged.held_by == "Voltly"
    assert facts(northe=CheckAnswer(None, northe)).evidence == northe
    assert facts(maker=MakerLook(found=True, evidence=zaptec)).evidence.held_by == "ocpp.voltly.example"


@pytest.mark.anyio
async def test_a_refusal_is_a_fact_and_a_wrong_clock_is_put_right() -> None:
    northe, zaptec = FakeNorthe(), FakeZaptec(signed_in_as="installer@example.com")
    northe.clock_skew = timedelta(minutes=30)
    northe.refuse("check_box", Cause.NORTHE_DOWN)
    zaptec.refuse("look", Cause.THROTTLED)
    services = fake_services(northe=northe, zaptec=zaptec, clock=FakeClock(NOW))
    found = await gather(services, BoxRequest("zaptec", "go", {}), "Zaptec Go", READING)
    assert isinstance(found.northe, ServiceError)
    assert found.northe.cause is Cause.NORTHE_DOWN
    assert isinstance(found.maker, ServiceError)
    assert found.now == NOW - timedelta(minutes=30)
    zaptec.clock_skew = timedelta(minutes=-40)  # whose times are judged, where both tell
    assert (await gather(services, BoxRequest("zaptec", "go", {}), "Zaptec Go", READING)).now == NOW + timedelta(
        minutes=40
    )
    northe.clock_skew = None
    assert (await gather(services, BoxRequest("zaptec", "go", {}), "Zaptec Go", READING)).now == NOW + timedelta(
        minutes=40
    )
    zaptec.forget()
    assert (await gather(services, BoxRequest("zaptec", "go", {}), "Zaptec Go", READING)).now == NOW
