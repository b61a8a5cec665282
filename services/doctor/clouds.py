"""One cloud, from its name to its answer. What stands in the way there is told at the first place where it shows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.causes import describe
from services.contracts import ServiceError
from services.doctor.finding import Finding, State
from services.doctor.network import Host, name_finding, tls_finding, trusted
from services.words import Message

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Place:
    """A cloud to be examined. `cloud`: "northe" or "zaptec"; `addresses`: none where it's in this process.

    `ask` asks it something harmless that needs no sign-in, and raises `ServiceError`.
    """

    cloud: str
    addresses: tuple[str, ...]
    ask: Callable[[], Awaitable[object]]


async def cloud_findings(
    place: Place, now: datetime, context: Callable[[], ssl.SSLContext] = trusted
) -> tuple[Finding, ...]:
    """Name and TLS of each of its hosts, then whether it answers; all asked at once."""
    hosts = dict.fromkeys(Host.of(address) for address in place.addresses)
    ways = [name_finding(place.cloud, host) for host in hosts]
    ways += [tls_finding(place.cloud, host, now, context) for host in hosts if host.tls]
    *found, answers = await asyncio.gather(*ways, _answers(place))
    if answers.state is State.OK:
        found = [_got_round(finding) for finding in found]
    return (*found, answers)


async def _answers(place: Place) -> Finding:
    check = f"{place.cloud}_answers"
    try:
        await place.ask()
    except ServiceError as error:
        title, what, remedy = describe(error)
        text = Message("doctor.answers.wrong", {"title": title})
        return Finding(check, State.WRONG, text, (what,), remedy)
    return Finding(check, State.OK, Message(f"doctor.answers.{place.cloud}"))


def _got_round(finding: Finding) -> Finding:
    """The cloud answers, so whatever was seen on the direct way there stops nobody: a proxy leads round it."""
    if finding.state is not State.WRONG:
        return finding
    evidence = (*finding.evidence, Message("doctor.got_round"))
    return replace(finding, state=State.WARNING, evidence=evidence, remedy=None)
