"""A look at one box. Only the box's own entry in the list must be there; every other part is told, or why it isn't."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from services.clouds.zaptec import from_wire, wire
from services.clouds.zaptec.concurrent_calls import together, within
from services.clouds.zaptec.requests import NOT_FOR_US
from services.contracts import Cause, Grant, LookPart, MakerLook, ServiceError

if TYPE_CHECKING:
    from services.clouds.zaptec.requests import ZaptecRequests

PART_WITHIN = 12.0
"""Seconds for the state, and for each list of installations: one answer that doesn't come, and another try."""

OTHERS_WITHIN = 3.0
"""Seconds for the other boxes, which decide nothing and so hold up nothing."""

OF_THE_WHOLE_CLOUD = frozenset({Cause.NETWORK_DOWN, Cause.THROTTLED})
"""Where all parts fail by one of these, it's not about the parts."""

USER = 1
"""Zaptec's role bit of somebody who may charge and see little else."""


Listed: TypeAlias = "from_wire.Entries[wire.Installation] | ServiceError | None"
"""A list of installations, or the reason why there's none; None: not for this sign-in."""


@dataclass(frozen=True, slots=True)
class InstallationPlace:
    """An installation, as far as it's seen, and whether Northe sees it. `unanswered` as in `MakerLook`."""

    installation: wire.Installation | None = None
    grant: Grant = Grant.UNKNOWN
    unanswered: dict[LookPart, ServiceError] = field(default_factory=dict)


class LookBuilder:
    """Puts a look together from its parts."""

    def __init__(self, asking: ZaptecRequests, lookup_key: str) -> None:
        self._asking = asking
        self._lookup_key = lookup_key

    async def look(self, serial_number: str) -> MakerLook:
        """Four calls, or five where Northe has the grant; all but the first side by side: the charger, its state, its
        installation in one or two lists (for the grant), and the installation's hierarchy. More where the name filter
        doesn't find the charger or the installation, and one where the hierarchy isn't for this sign-in.
        """
        charger = await self._find(serial_number)
        if charger is None:
            return MakerLook(found=False)
        if charger.installation_id is not None:
            seen, place, others = await together(
                within(PART_WITHIN, self._state(charger)),
                self.place(charger.installation_id, charger.installation_name),
                within(OTHERS_WITHIN, self._others(charger, charger.installation_id)),
            )
            return self._put_together(charger, seen, place, others)
        # An account with few rights sees a charger without some of its keys; its state may say where it is.
        seen = await within(PART_WITHIN, self._state(charger))
        if isinstance(seen, ServiceError):
            unknown = dict.fromkeys((LookPart.INSTALLATION, LookPart.GRANT), seen)
            return self._put_together(charger, seen, InstallationPlace(unanswered=unknown), from_wire.Entries())
        if seen is None or seen.installation_id is None:
            return self._put_together(charger, seen, InstallationPlace(), from_wire.Entries())
        place, others = await together(
            self.place(seen.installation_id, charger.installation_name),
            within(OTHERS_WITHIN, self._others(charger, seen.installation_id)),
        )
        return self._put_together(charger, seen, place, others)

    async def _find(self, serial_number: str) -> wire.Charger | None:
        """By the name filter, which seems to look at serial numbers too; if it finds nothing, in the whole list."""
        wanted = serial_number.strip().upper()
        for narrowed in ({"NameFilter": wanted}, {}):
            listed = await self._asking.pages("/api/chargers", wire.Charger, narrowed)
            if found := [one for one in listed.items if from_wire.is_named(one.device_id, wanted)]:
                return from_wire.newest(found)
        if listed.skipped:  # it may have been the one
            raise self._asking.unreadable()
        return None

    async def _state(self, charger: wire.Charger) -> from_wire.ChargerState | None:
        """None: not for this sign-in."""
        answer = await self._asking.detail(f"/api/chargers/{quote(charger.id, safe='')}/state")
        if answer is None:
            return None
        observations = from_wire.read_list(answer, wire.Observation)
        if observations is None:
            raise self._asking.unreadable()
        return from_wire.state(observations)

    async def place(self, wanted: str, name: str | None) -> InstallationPlace:
        """An installation, and whether Northe sees it: it's listed, but not if those are left out that Northe's user
        group sees (`ExcludeIfVisibleForUserGroupLookupKey`). That list comes first: what's in it needs no other.
        """
        without: Listed = None
        everything: Listed = None
        ask_without = True
        for narrowed in ({"NameFilter": name}, {}) if name else ({},):
            if ask_without:
                without = await self._installations(**narrowed, ExcludeIfVisibleForUserGroupLookupKey=self._lookup_key)
                ask_without = isinstance(without, from_wire.Entries)
            if (here := _of(without, wanted)) is not None:
                return InstallationPlace(here, Grant.NOT_GRANTED)
            everything = await self._installations(**narrowed)
            here = _of(everything, wanted)
            if here is not None or not isinstance(everything, from_wire.Entries):
                break
        else:
            here = None
        reasons = {LookPart.GRANT: self._why_not(without) or (self._why_not(everything) if here is None else None)}
        if here is None:
            reasons[LookPart.INSTALLATION] = self._why_not(everything)
        unanswered = {part: why for part, why in reasons.items() if why is not None}
        # Absence is evidence only in a list of which nothing is missing.
        granted = here is not None and isinstance(without, from_wire.Entries) and without.complete
        return InstallationPlace(here, Grant.GRANTED if granted else Grant.UNKNOWN, unanswered)

    def _why_not(self, listed: Listed) -> ServiceError | None:
        if isinstance(listed, from_wire.Entries):
            return None if listed.complete else self._asking.unreadable()
        return listed

    async def _installations(self, **params: str) -> Listed:
        """None, and not an empty list, where Zaptec doesn't say: it would look like a grant."""
        listed = await within(PART_WITHIN, self._asking.pages("/api/installation", wire.Installation, params))
        return None if isinstance(listed, ServiceError) and listed.cause in NOT_FOR_US else listed

    async def _others(self, charger: wire.Charger, installation_id: str) -> from_wire.Entries[wire.Charger]:
        """The installation's other chargers. Without the right role Zaptec answers 204 or 403."""
        answer = await self._asking.detail(f"/api/installation/{quote(installation_id, safe='')}/hierarchy")
        if answer is None or answer.status == HTTPStatus.NO_CONTENT:
            found = await self._asking.pages("/api/chargers", wire.Charger, {"InstallationId": installation_id})
            there = [one for one in found.items if wire.same_id(one.installation_id, installation_id)]
        else:
            hierarchy = from_wire.read(answer, wire.Hierarchy)
            if hierarchy is None:
                raise self._asking.unreadable()
            found = from_wire.chargers_of(hierarchy)
            there = found.items
        others = [one for one in there if not wire.same_id(one.id, charger.id)]
        # Where the box itself isn't told, others may not be, either.
        return from_wire.Entries(others, found.complete and len(others) < len(there))

    def _put_together(
        self,
        charger: wire.Charger,
        seen: from_wire.ChargerState | ServiceError | None,
        place: InstallationPlace,
        others: from_wire.Entries[wire.Charger] | ServiceError,
    ) -> MakerLook:
        unanswered = dict(place.unanswered)
        if isinstance(seen, ServiceError):
            unanswered[LookPart.STATE] = seen
        if isinstance(others, ServiceError):
            unanswered[LookPart.OTHERS] = others
        elif not others.complete:
            unanswered[LookPart.OTHERS] = self._asking.unreadable()
        causes = {why.cause for why in unanswered.values()}
        if len(unanswered) == len(LookPart) and len(causes) == 1 and causes <= OF_THE_WHOLE_CLOUD:
            raise unanswered[LookPart.STATE]
        state = None if isinstance(seen, ServiceError) else seen
        names = () if isinstance(others, ServiceError) else tuple(from_wire.name_of(one) for one in others.items)
        evidence = from_wire.evidence(charger, state, place.installation, names, refused=seen is None)
        roles = charger.current_user_roles or 0
        unplaced = evidence.installation_id is None and state is not None and state.unplaced and roles > USER
        return MakerLook(found=True, grant=place.grant, evidence=evidence, unanswered=unanswered, unplaced=unplaced)


def _of(listed: Listed, wanted: str) -> wire.Installation | None:
    if not isinstance(listed, from_wire.Entries):
        return None
    return next((one for one in listed.items if wire.same_id(one.id, wanted)), None)
