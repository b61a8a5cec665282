"""A cloud from its name to its answer, and the clock by what clouds say."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from services.activation.explanations import PROXY_REASONS
from services.contracts import Cause, Reason
from services.doctor import CloudAddress, ItemState, clock_finding, cloud_findings, healthy
from services.fake import FakeNorthe, FakeZaptec
from services.text.words import Message, Words
from tests.support.clouds.certificates import NOW, certificate, tls_server, trusting

if TYPE_CHECKING:
    from pathlib import Path

WORDS = Words()


@pytest.mark.anyio
async def test_in_this_process_there_is_no_way_to_examine() -> None:
    (finding,) = await cloud_findings(CloudAddress("northe", (), FakeNorthe().start_link), NOW)
    assert (finding.check, finding.state) == ("northe_answers", ItemState.OK)
    assert WORDS.say(finding.text) == "It answers, and offers a QR sign-in"


@pytest.mark.anyio
async def test_two_addresses_of_one_host_are_examined_once(tmp_path: Path) -> None:
    path = certificate(tmp_path)
    async with tls_server(path) as port:
        addresses = (f"https://localhost:{port}/api", f"https://localhost:{port}/oauth/token")
        found = await cloud_findings(CloudAddress("zaptec", addresses, FakeZaptec().ping), NOW, trusting(path))
    assert [(one.check, one.state) for one in found] == [
        ("zaptec_name", ItemState.OK), ("zaptec_tls", ItemState.OK), ("zaptec_answers", ItemState.OK)
    ]  # fmt: skip


@pytest.mark.anyio
async def test_without_tls_nothing_is_said_of_it() -> None:
    place = CloudAddress("zaptec", ("http://127.0.0.1:9/zaptec",), FakeZaptec().ping)
    assert [one.check for one in await cloud_findings(place, NOW)] == ["zaptec_name", "zaptec_answers"]


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("cause", "reason", "said"),
    [
        (Cause.NETWORK_DOWN, Reason.REFUSED, "No connection to the cloud"),
        (Cause.NETWORK_DOWN, Reason.TLS, "No connection to the cloud"),
        (Cause.VENDOR_DOWN, None, "The maker's cloud is not answering"),
        (Cause.THROTTLED, None, "Too many tries"),
    ],
)
async def test_a_cloud_that_does_not_answer(cause: Cause, reason: Reason | None, said: str) -> None:
    zaptec = FakeZaptec()
    zaptec.refuse("ping", cause, reason)
    (finding,) = await cloud_findings(CloudAddress("zaptec", (), zaptec.ping), NOW)
    assert finding.state is ItemState.WRONG
    assert WORDS.say(finding.text) == said
    assert finding.evidence
    assert finding.remedy is not None
    assert "typed" not in WORDS.say(finding.remedy), "nothing is typed here"


@pytest.mark.anyio
@pytest.mark.parametrize(("after", "said"), [(None, "Try again in a few minutes."), (30.0, "Try again in 30 seconds.")])
async def test_a_cloud_in_trouble_is_asked_later(after: float | None, said: str) -> None:
    zaptec = FakeZaptec()
    zaptec.refuse("ping", Cause.VENDOR_DOWN, retry_after=after)
    (finding,) = await cloud_findings(CloudAddress("zaptec", (), zaptec.ping), NOW)
    assert WORDS.say(finding.remedy or Message("")) == said


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("cause", "answers"), [(Cause.NETWORK_DOWN, ItemState.WAITING), (Cause.VENDOR_DOWN, ItemState.WRONG)]
)
async def test_one_thing_that_is_wrong_is_told_once(cause: Cause, answers: ItemState) -> None:
    """Where it shows first; an answer of the cloud's own is another thing."""
    zaptec = FakeZaptec()
    zaptec.refuse("ping", cause)
    found = await cloud_findings(
        CloudAddress("zaptec", ("https://zaptec.invalid", "http://127.0.0.1:9"), zaptec.ping), NOW
    )
    assert [(one.check, one.state) for one in found] == [
        ("zaptec_name", ItemState.WRONG), ("zaptec_tls", ItemState.WAITING), ("zaptec_name", ItemState.OK), ("zaptec_answers", answers)
    ]  # fmt: skip
    assert next(WORDS.say(one.text) for one in found if one.state is ItemState.WAITING) == "Waits for the name"


@pytest.mark.anyio
async def test_where_a_proxy_leads_there_no_name_is_needed() -> None:
    found = await cloud_findings(CloudAddress("zaptec", ("https://zaptec.invalid",), FakeZaptec().ping), NOW)
    assert [(one.check, one.state) for one in found] == [
        ("zaptec_name", ItemState.WARNING),
        ("zaptec_answers", ItemState.OK),
    ]


@pytest.mark.anyio
async def test_what_a_proxy_leads_round_stops_nobody(tmp_path: Path) -> None:
    async with tls_server(certificate(tmp_path)) as port:
        place = CloudAddress("northe", (f"https://localhost:{port}",), FakeNorthe().start_link)
        found = await cloud_findings(place, NOW, trusting(None))
        _, tls, answers = found
    assert (tls.state, answers.state) == (ItemState.WARNING, ItemState.OK)
    assert [WORDS.say(one) for one in tls.evidence] == ["It answers all the same, perhaps through a proxy."]
    assert tls.remedy is None
    assert healthy(found)


@pytest.mark.anyio
@pytest.mark.parametrize("reason", sorted(PROXY_REASONS))
async def test_a_proxy_in_the_way_is_what_is_wrong(reason: Reason) -> None:
    """And not that there's no direct way, as is usual behind one."""
    zaptec = FakeZaptec()
    zaptec.refuse("ping", Cause.NETWORK_DOWN, reason)
    found = await cloud_findings(CloudAddress("zaptec", ("https://zaptec.invalid",), zaptec.ping), NOW)
    name, answers = found
    assert (name.check, name.state, name.remedy) == ("zaptec_name", ItemState.WARNING, None)
    assert [WORDS.say(one) for one in name.evidence] == ["The way leads through a proxy, so this may not matter."]
    assert (answers.check, answers.state) == ("zaptec_answers", ItemState.WRONG)
    assert answers.remedy is not None


@pytest.mark.parametrize(
    ("skews", "state", "said"),
    [
        ((), ItemState.UNKNOWN, "Nothing to compare with: no cloud answered"),
        ((None, None), ItemState.UNKNOWN, "Nothing to compare with: no cloud answered"),
        ((timedelta(seconds=60), None), ItemState.OK, "Right, by what the clouds say"),
        ((timedelta(seconds=-60), None), ItemState.OK, "Right, by what the clouds say"),
        ((timedelta(seconds=61),), ItemState.WRONG, "61 seconds ahead"),
        ((timedelta(minutes=-47),), ItemState.WRONG, "47 minutes behind"),
        ((timedelta(hours=26, minutes=10),), ItemState.WRONG, "26 hours ahead"),
        ((timedelta(hours=3), timedelta(seconds=1)), ItemState.OK, "Right, by what the clouds say"),
    ],
)
def test_the_clock(skews: tuple[timedelta | None, ...], state: ItemState, said: str) -> None:
    finding = clock_finding(skews)
    assert (finding.state, WORDS.say(finding.text)) == (state, said)
    assert (finding.remedy is not None) is (state is ItemState.WRONG)
