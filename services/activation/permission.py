"""What's known of Northe's permission at a maker: whether it's there, and the link where the owner gives it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.activation.brands import brand_record
from services.contracts import BoxEvidence, Cause

if TYPE_CHECKING:
    from services.activation.diagnosis import BoxFacts
    from services.activation.session import BoxTypeAnswer
    from services.contracts import ConsentPlace


@dataclass(frozen=True, slots=True)
class PermissionState:
    """Of a box of this type. `facts`: what both clouds have said about it, None before they were asked.

    `place`: where owners give it at the maker, None where there's no such page.
    """

    box_type: BoxTypeAnswer
    place: ConsentPlace | None
    facts: BoxFacts | None = None

    @property
    def granted(self) -> bool:
        """Northe itself has shown that it has the permission, with both roles."""
        return self.facts is not None and self.facts.passed(Cause.ROLE_MISSING)

    @property
    def serial_number(self) -> str | None:
        """Whose installation it's about, once something has been asked about it."""
        return self.facts.reading.value if self.facts is not None else None

    @property
    def may_be_approved(self) -> bool:
        """Whether the owner can still give it, for a box that's known."""
        return self.serial_number is not None and not self.granted

    @property
    def link(self) -> str | None:
        """The maker's consent link, where enough is known for one that works."""
        link_of = brand_record(self.box_type.brand).consent_link
        if link_of is None or self.place is None:
            return None
        seen = self.facts.evidence if self.facts is not None else BoxEvidence()
        return link_of(self.place, seen, self.box_type.model)
