"""One cloud, from its name to its answer. What stands in the way there is told at the first place where it shows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from services.activation.explanations import is_of_the_proxy
from services.clouds.trust import trusted
from services.contracts import Cause, ServiceError
from services.doctor.finding import Finding, ItemState, healthy, refused
from services.doctor.network import Host, name_finding, tls_finding
from services.text.words import Message

if TYPE_CHECKING:
    import ssl
    from collections.abc import Awaitable, Callable
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class CloudAddress:
    """A cloud to be examined. `cloud`: "northe", or a brand's id; `addresses`: none where it's in this process.

    `ask` asks it something harmless that needs no sign-in, and raises `ServiceError`.
    """

    cloud: str
    addresses: tuple[str, ...]
    ask: Callable[[], Awaitable[object]]


async def cloud_findings(
    place: CloudAddress, now: datetime, context: Callable[[], ssl.SSLContext] = trusted
) -> tuple[Finding, ...]:
    """Name and TLS of each of its hosts, then whether it answers; hosts and cloud are asked at once."""
    hosts = dict.fromkeys(Host.of(address) for address in place.addresses)
    all_ways = asyncio.gather(*(_way(place.cloud, host, now, context) for host in hosts))
    ways, refusal = await asyncio.gather(all_ways, _asked(place))
    found = [finding for way in ways for finding in way]
    if refusal is None or is_of_the_proxy(refusal):
        why = Message("doctor.got_round" if refusal is None else "doctor.past_the_proxy")
        found = [_got_round(finding, why) for finding in found if finding.state is not ItemState.WAITING]
    return (*found, _answers(place, refusal, way_is_clear=healthy(found)))


async def _way(cloud: str, host: Host, now: datetime, context: Callable[[], ssl.SSLContext]) -> tuple[Finding, ...]:
    """To one host: without a name there's nothing to be secure."""
    name = await name_finding(cloud, host)
    if not host.tls:
        return (name,)
    if name.state is ItemState.WRONG:
        return (name, Finding(f"{cloud}_tls", ItemState.WAITING, Message("doctor.tls.waits")))
    return (name, await tls_finding(cloud, host, now, context))


async def _asked(place: CloudAddress) -> ServiceError | None:
    try:
        await place.ask()
    except ServiceError as error:
        return error
    return None


def _answers(place: CloudAddress, refusal: ServiceError | None, *, way_is_clear: bool) -> Finding:
    check = f"{place.cloud}_answers"
    if refusal is None:
        return Finding(check, ItemState.OK, Message(f"doctor.answers.{place.cloud}"))
    if refusal.cause is Cause.NETWORK_DOWN and not way_is_clear:
        return Finding(check, ItemState.WAITING, Message("doctor.answers.waits"))
    return refused(check, refusal)


def _got_round(finding: Finding, why: Message) -> Finding:
    """Whatever was seen on the direct way there stops nobody: a proxy leads round it, or is itself in the way."""
    if finding.state is not ItemState.WRONG:
        return finding
    evidence = (*finding.evidence, why)
    return replace(finding, state=ItemState.WARNING, evidence=evidence, remedy=None)
