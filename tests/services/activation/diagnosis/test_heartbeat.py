"""Online is the flag and the pulse together: neither alone is believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from services.activation.brands.zaptec.online import linked
from services.activation.diagnosis import ItemState, RemedyPlace
from services.contracts import BoxEvidence, Cause
from services.contracts.heartbeat import Pulse, heartbeat
from services.fake.data import NOW
from services.rules.serials import read_serial
from services.text.times import ago
from services.text.words import Words
from tests.support.values.diagnosis_facts import TOLD, details, line_of, look, says, told

NETWORK = "Network: LTE-M or 2.4 GHz Wi-Fi, -75 dBm or better, ports 8883, 443, 123."


def evidence(says_online: bool | None, seconds: float | None, interval: float | None = 180.0) -> BoxEvidence:
    heard = None if seconds is None else NOW - timedelta(seconds=seconds)
    return BoxEvidence(says_online=says_online, last_heard=heard, pulse_interval=interval)


@pytest.mark.parametrize(
    ("says_online", "seconds", "interval", "pulse"),
    [
        (True, 12, 180, Pulse.ONLINE),
        (True, 359, 180, Pulse.ONLINE),
        (True, 360, 180, Pulse.STALE),  # younger than twice the interval, not as old as it
        (True, 1199, None, Pulse.ONLINE),  # 600 s where it isn't told
        (True, 1200, None, Pulse.STALE),
        (True, 30, 0, Pulse.ONLINE),  # an interval of nothing is none
        (True, 90 * 86_400, 1e300, Pulse.STALE),  # nor is one that never ends
        (True, 30, -180, Pulse.ONLINE),  # nor is one below
        (True, 30, 1e300, Pulse.ONLINE),  # more than all time, as a cloud gone mad may say
        (True, -300, 180, Pulse.ONLINE),  # a clock that's off
        (True, None, 180, Pulse.UNTOLD),
        (False, 12, 180, Pulse.OFFLINE),
        (False, None, 180, Pulse.OFFLINE),
        (None, 12, 180, Pulse.UNTOLD),
        (None, 3600, 180, Pulse.OFFLINE),
        (None, None, None, Pulse.UNTOLD),
    ],
)
def test_flag_and_pulse(says_online: bool | None, seconds: float | None, interval: float | None, pulse: Pulse) -> None:
    assert heartbeat(evidence(says_online, seconds, interval), NOW).pulse is pulse


def test_a_box_that_was_never_online_is_told_apart() -> None:
    assert heartbeat(replace(evidence(False, None), never_online=True), NOW).pulse is Pulse.NEVER


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "just now"),
        (1, "1 second ago"),
        (59, "59 seconds ago"),
        (60, "1 minute ago"),
        (47 * 60 + 59, "47 minutes ago"),
        (3600, "1 hour ago"),
        (86399, "23 hours ago"),
        (86400, "1 day ago"),
        (10 * 86400, "10 days ago"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(seconds: float, text: str) -> None:
    assert Words().say(ago(timedelta(seconds=seconds))) == text


@pytest.mark.parametrize(
    ("signal", "text"),
    [
        ("60.000", "LTE, signal 60"),
        ("50", "LTE, signal 50"),
        ("-71.5", "LTE, signal -71.5"),
        (None, "LTE"),
        ("", "LTE, signal "),
    ],
)
def test_the_signal_is_shown_as_it_comes(signal: str | None, text: str) -> None:
    message = linked(BoxEvidence(link="LTE", signal=signal))
    assert message is not None
    assert Words().say(message) == text


def test_no_link_no_words() -> None:
    assert linked(BoxEvidence(signal="60")) is None


# ------------------------------------------------------------------------------------------ the line in the list


@pytest.mark.parametrize(
    ("northe", "seen", "text"),
    [
        (None, {"link": None}, "o Online: heard 12 seconds ago"),
        (None, {"says_online": None}, "? Online: unknown. Last heard 12 seconds ago"),
        (None, {"says_online": False}, "w Offline: last heard 12 seconds ago"),
        (None, {"says_online": False, "last_heard": None}, "w Offline"),
        (
            None,
            {"last_heard": NOW - timedelta(hours=2)},
            "w Offline: Zaptec calls it online, but last heard it 2 hours ago",
        ),
        (None, {"never_online": True, "says_online": False}, "w Offline: it has never been online"),
        (Cause.BOX_OFFLINE, {}, "! Zaptec heard it 12 seconds ago, but Northe calls it offline"),
        (Cause.BOX_OFFLINE, {"last_heard": None}, "w Offline"),
        (Cause.BOX_OFFLINE, {"never_online": True}, "w Offline: it has never been online"),
    ],
)
def test_the_line_follows_the_heartbeat(northe: Cause | None, seen: dict[str, Any], text: str) -> None:
    answer = says(northe, BoxEvidence()) if northe else None
    assert told((line_of("online", northe=answer, maker=look(**seen)),))["online"] == text


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        ({"last_heard": NOW - timedelta(hours=2)}, "! Online, says Northe. Zaptec last heard it 2 hours ago"),
        ({"says_online": False}, "! Online, says Northe. Zaptec calls it offline, and heard it 12 seconds ago"),
        ({"never_online": True}, "! Online, says Northe. Zaptec has not heard it"),
        ({"last_heard": None}, "o Online, says Northe"),
    ],
)
def test_northe_s_word_counts_but_a_doubt_is_said(seen: dict[str, Any], text: str) -> None:
    line = line_of("online", northe=says(None), maker=look(**seen))
    assert told((line,))["online"] == text
    assert line.cause is None


@pytest.mark.parametrize(
    ("heard", "seen", "text"),
    [
        (NOW - timedelta(minutes=47), {}, "That was at 10:43 CEST, over LTE, signal 60. Firmware 2.4.2.4."),
        (NOW - timedelta(minutes=47), {"link": None}, "That was at 10:43 CEST. Firmware 2.4.2.4."),
        (NOW - timedelta(days=3), {"firmware": None}, "That was at 2026-09-11 11:30 CEST, over LTE, signal 60."),
        (None, {}, "Last linked over LTE, signal 60. Firmware 2.4.2.4."),
        (None, {"link": None, "firmware": None}, ""),
    ],
)
def test_an_offline_box_shows_its_evidence_and_what_to_do(
    heard: datetime | None, seen: dict[str, Any], text: str
) -> None:
    """When it was heard, by the clock on the wall; what its network needs; what its light means, and how long to wait."""
    line = line_of("online", northe=says(Cause.BOX_OFFLINE), maker=look(says_online=False, last_heard=heard, **seen))
    assert details(line) == text
    assert line.remedy is not None
    light, network, again = Words().say(line.remedy).splitlines()
    assert "Steady green light: online. A blink every 30 s: offline." in light
    assert network == NETWORK
    assert "breaker" in again
    assert "5 minutes" in again


def test_a_box_that_was_never_online_is_told_what_it_needs() -> None:
    """And no time at which it was heard, even where a cloud has one."""
    line = line_of("online", northe=says(Cause.BOX_OFFLINE), maker=look(never_online=True, link=None, firmware=None))
    assert details(line) == ""
    assert line.remedy is not None
    app, network = Words().say(line.remedy).splitlines()
    assert "Zaptec app" in app
    assert network == NETWORK


def test_a_pro_has_a_cable_as_well() -> None:
    reading = read_serial("zaptec", "pro", "ZPR900001")
    remedy = line_of("online", reading=reading, northe=says(Cause.BOX_OFFLINE)).remedy
    assert remedy is not None
    assert "PLC" in Words().say(remedy)


def test_a_disagreement_is_looked_at_again() -> None:
    line = line_of("online", northe=says(Cause.BOX_OFFLINE, TOLD), maker=look())
    assert (line.state, line.way, line.cause) == (ItemState.WARNING, RemedyPlace.CHECK_AGAIN, Cause.BOX_OFFLINE)


@pytest.mark.parametrize(
    ("left", "text", "offline"),
    [
        ({"stand_alone": True}, "in stand-alone mode: it does not obey the cloud", "in stand-alone mode, too"),
        ({"enabled": False}, "but Zaptec has it switched off for charging", "switched off for charging, too"),
    ],
)
def test_a_box_that_is_online_and_does_not_obey(left: dict[str, Any], text: str, offline: str) -> None:
    line = line_of("online", northe=says(None), maker=look(**left))
    assert (line.state, line.remedy is not None) == (ItemState.WARNING, True)
    assert text in Words().say(line.text)
    assert details(line) == "Heard 12 seconds ago over LTE, signal 60. Firmware 2.4.2.4."
    silent = line_of("online", northe=says(Cause.BOX_OFFLINE), maker=look(says_online=False, **left))
    assert (silent.state, offline in details(silent)) == (ItemState.WRONG, True)
    both = line_of("online", northe=says(None), maker=look(stand_alone=True, enabled=False, link=None))
    assert details(both).startswith("Heard 12 seconds ago. ")
    assert details(both).endswith("Zaptec has it switched off for charging, too.")
    assert line_of("online", northe=says(None), maker=look(stand_alone=False, enabled=True)).state is ItemState.OK
