from __future__ import annotations

import pytest

from services.activation.explanations import NETWORK_REASONS, at_field, describe, wait
from services.clouds.http.policy import SETTLED
from services.contracts import BoxEvidence, Cause, Reason, ServiceError
from services.text.words import Words

WORDS = Words()
LONGEST = 150
EDGES = [
    ServiceError(Cause.HELD_BY_OTHER_OPERATOR, evidence=BoxEvidence(held_by="Charging Operator Nordic AB")),
    ServiceError(Cause.NORTHE_DOWN, Reason.UNREADABLE),
    ServiceError(Cause.NORTHE_DOWN, Reason.STILL_OPEN),
    ServiceError(Cause.VENDOR_DOWN, Reason.UNREADABLE),
    ServiceError(Cause.ROLE_MISSING, Reason.NOT_FOR_THIS_SIGN_IN),
    *(ServiceError(Cause.NETWORK_DOWN, reason) for reason in sorted(NETWORK_REASONS)),
    *(ServiceError(cause, retry_after=45) for cause in Cause),
    *(ServiceError(Cause.WRONG_PIN, tries_left=left) for left in (0, 1, 4)),
    *(ServiceError(cause, note="a note that has no words") for cause in Cause),
]


def said(error: ServiceError, limit: str | None = None) -> list[str]:
    return [WORDS.say(message) for message in describe(error, limit=limit)]


@pytest.mark.parametrize("error", EDGES, ids=str)
def test_every_error_has_a_title_a_reason_and_a_remedy(error: ServiceError) -> None:
    title, what, remedy = said(error, "2.50 SEK")
    assert 0 < len(title) <= 35
    assert 0 < len(what) <= LONGEST
    assert 0 < len(remedy) <= LONGEST
    assert what.endswith(".")
    assert remedy.endswith(".")
    assert not any("{" in text for text in (title, what, remedy))


def test_no_two_causes_sound_alike() -> None:
    told = [tuple(said(ServiceError(cause))[:2]) for cause in Cause]
    assert len({title for title, _ in told}) == len({what for _, what in told}) == len(Cause)


def test_each_reason_for_no_answer_sounds_different() -> None:
    assert len({said(ServiceError(Cause.NETWORK_DOWN, reason))[1] for reason in [*NETWORK_REASONS, None]}) == 11


def test_what_is_known_is_named() -> None:
    assert "2.50 SEK" in said(ServiceError(Cause.LIMIT_EXCEEDED), "2.50 SEK")[1]
    assert "2.50" not in said(ServiceError(Cause.LIMIT_EXCEEDED))[1]
    held = ServiceError(Cause.HELD_BY_OTHER_OPERATOR, evidence=BoxEvidence(held_by="{Nordic} AB"))
    assert said(held)[1].startswith("{Nordic} AB ")
    assert "45 seconds" in said(ServiceError(Cause.THROTTLED, retry_after=45))[2]
    assert "45 seconds" in said(ServiceError(Cause.NORTHE_DOWN, Reason.UNREADABLE, retry_after=45))[2]


def test_what_the_line_does_not_try_again_is_not_waited_out() -> None:
    """Both rules are about the same troubles, and stand apart since most of the program must do without httpx."""
    for_good = SETTLED & NETWORK_REASONS
    reasons = {one for one in NETWORK_REASONS if not ServiceError(Cause.NETWORK_DOWN, one).passes}
    assert reasons == for_good == {Reason.TLS, Reason.PROXY_PASSWORD, Reason.PROXY_REFUSES}


def test_a_wrong_pin_that_was_the_last_try_is_not_to_be_typed_anew() -> None:
    _, what, remedy = said(ServiceError(Cause.WRONG_PIN, tries_left=0))
    assert "locked" in what
    assert remedy == said(ServiceError(Cause.PAIRING_LOCKED))[2]
    assert "2 tries left" in said(ServiceError(Cause.WRONG_PIN, tries_left=2))[1]
    assert "1 try left" in said(ServiceError(Cause.WRONG_PIN, tries_left=1))[1]


def test_an_unsafe_connection_is_not_to_be_tried_again() -> None:
    assert "try again" not in said(ServiceError(Cause.NETWORK_DOWN, Reason.TLS))[2].lower()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "1 second"),
        (0.4, "1 second"),
        (1, "1 second"),
        (1.2, "2 seconds"),
        (90, "90 seconds"),
        (91, "2 minutes"),
        (120, "2 minutes"),
        (121, "3 minutes"),
        (5400, "90 minutes"),
        (5401, "2 hours"),
        (86400, "24 hours"),
    ],
)
def test_a_wait_is_never_told_shorter_than_it_is(seconds: float, text: str) -> None:
    assert WORDS.say(wait(seconds)) == text


def test_the_tries_that_are_left_are_told() -> None:
    assert "4 tries left, then it is locked for a day" in said(ServiceError(Cause.WRONG_PIN, tries_left=4))[1]
    assert "1 try left" in said(ServiceError(Cause.WRONG_PIN, tries_left=1))[1]
    assert "left" not in said(ServiceError(Cause.WRONG_PIN))[1]


def test_at_a_field_nothing_is_said_about_a_cloud_that_has_trouble() -> None:
    assert (
        WORDS.say(at_field(ServiceError(Cause.WRONG_PIN, tries_left=4)))
        == said(ServiceError(Cause.WRONG_PIN, tries_left=4))[1]
    )
    assert "cloud" not in WORDS.say(at_field(ServiceError(Cause.NORTHE_DOWN)))
