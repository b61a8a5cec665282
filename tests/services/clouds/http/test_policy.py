from __future__ import annotations

import pytest

from services.clouds.http import HttpRequest
from services.clouds.http.exchange import retry_after_seconds
from services.contracts import Cause, ServiceError
from services.contracts.causes import LONGEST_PAUSE
from services.fake import NOW
from tests.support.clouds.recorded_answers import FAULTS, RecordedAnswers, html_answer, json_answer
from tests.support.clouds.recorded_connection import GET, KEYED, POST, URL, recorded_connection

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("status", [429, 502, 503, 504])
@pytest.mark.parametrize("http_request", [GET, POST])
async def test_a_busy_cloud_is_asked_again_whatever_was_asked(status: int, http_request: HttpRequest) -> None:
    recorded = RecordedAnswers(default=None).on(
        f"{http_request.method} /thing", json_answer(status), json_answer(status), json_answer(200, {})
    )
    answer = await recorded_connection(recorded).ask(http_request)
    assert (answer.status, len(recorded.asked)) == (200, 3)
    assert recorded.waits == pytest.approx([0.3, 0.63])


async def test_it_gives_up_after_four_tries() -> None:
    recorded = RecordedAnswers(default=html_answer(503))
    answer = await recorded_connection(recorded).ask(POST)
    assert (answer.status, len(recorded.asked)) == (503, 4)


@pytest.mark.parametrize(("http_request", "asked"), [(GET, 4), (POST, 1), (KEYED, 1)])
async def test_500_is_asked_again_only_on_get(http_request: HttpRequest, asked: int) -> None:
    recorded = RecordedAnswers(default=json_answer(500))
    assert (await recorded_connection(recorded).ask(http_request)).status == 500
    assert len(recorded.asked) == asked


@pytest.mark.parametrize("status", [200, 201, 204, 301, 400, 401, 403, 404, 409, 422, 501])
async def test_what_settles_it_is_asked_once(status: int) -> None:
    recorded = RecordedAnswers(default=json_answer(status))
    assert (await recorded_connection(recorded).ask(GET)).status == status
    assert len(recorded.asked) == 1


async def test_an_answer_called_final_is_asked_once_though_its_status_says_busy() -> None:
    recorded = RecordedAnswers(default=json_answer(503, {"code": "pairing_locked"}))
    http_request = HttpRequest("GET", URL, final=lambda answer: answer.json()["code"] == "pairing_locked")
    assert (await recorded_connection(recorded).ask(http_request)).status == 503
    assert len(recorded.asked) == 1


@pytest.mark.parametrize(
    ("fault", "http_request", "asked"),
    [
        ("refused", POST, 4),  # nothing was sent yet
        ("slow to connect", POST, 4),
        ("slow", POST, 1),  # it may have arrived
        ("reset", POST, 1),
        ("hung up", POST, 1),
        ("slow", KEYED, 4),
        ("reset", KEYED, 4),
        ("hung up", GET, 4),
        ("slow", GET, 4),
    ],
)
async def test_a_broken_connection_is_tried_again_unless_it_could_do_something_twice(
    fault: str, http_request: HttpRequest, asked: int
) -> None:
    recorded = RecordedAnswers(default=FAULTS[fault])
    with pytest.raises(ServiceError) as raised:
        await recorded_connection(recorded).ask(http_request)
    assert raised.value.cause is Cause.NETWORK_DOWN
    assert len(recorded.asked) == asked


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("1", 1.0),
        (" 12 ", 12.0),
        ("0", 0.0),
        ("Mon, 14 Sep 2026 09:30:07 GMT", 7.0),
        ("Mon, 14 Sep 2026 09:29:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("1.5", 1.5),
        ("9" * 400, None),
        ("1.", None),
        ("٣", None),
        (None, None),
        ("Mon, 14 Sep 99999 09:29:00 GMT", None),
        ("Fri, 31 Dec 9999 23:59:59 -1200", None),
        ("999999999", LONGEST_PAUSE),
        ("Mon, 14 Sep 2099 09:30:00 GMT", LONGEST_PAUSE),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, NOW) == seconds


async def test_retry_after_is_waited_for() -> None:
    recorded = RecordedAnswers().on("GET /thing", json_answer(429, retry_after="2"), json_answer(200, {}))
    await recorded_connection(recorded).ask(GET)
    assert recorded.waits == pytest.approx([2.15])  # a little more, never less


async def test_retry_after_as_a_date_counts_from_the_clouds_own_clock() -> None:
    busy = json_answer(503, date="Mon, 14 Sep 2026 20:00:00 GMT", retry_after="Mon, 14 Sep 2026 20:00:03 GMT")
    recorded = RecordedAnswers().on("GET /thing", busy, json_answer(200, {}))
    await recorded_connection(recorded).ask(GET)
    assert recorded.waits == pytest.approx([3.15])


async def test_a_long_retry_after_is_told_and_not_sat_through() -> None:
    recorded = RecordedAnswers(default=json_answer(429, retry_after="11"))
    asking = recorded_connection(recorded)
    answer = await asking.ask(GET)
    assert (len(recorded.asked), recorded.waits) == (1, [])
    error = asking.trouble(answer)
    assert error is not None
    assert (error.cause, error.retry_after) == (Cause.THROTTLED, 11.0)


async def test_no_wait_begins_that_would_outlast_the_deadline() -> None:
    recorded = RecordedAnswers(default=json_answer(429, retry_after="9"))
    now = iter([0.0, 1.0, 12.0, 24.0])
    answer = await recorded_connection(recorded, monotonic=lambda: next(now)).ask(GET)
    assert (answer.status, len(recorded.waits), len(recorded.asked)) == (429, 2, 3)
