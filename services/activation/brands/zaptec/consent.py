"""Zaptec's consent page, on which the owner of an installation lets Northe at it (docs.zaptec.com, "Consent link")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.contracts import BoxEvidence, ConsentPlace

PRO = "pro"
"""The model whose installations need a consent link of their own, and whose boxes take a cable as well."""


def consent_link(place: ConsentPlace, seen: BoxEvidence, model: str | None) -> str | None:
    """The address to open on any phone; None for a Pro installation whose id isn't known, since no link would work.

    Whether it's a Pro installation Zaptec says; as long as it hasn't, the chosen model lets one expect it.
    """
    address = f"{place.portal_url}/{place.lookup_key}"
    is_pro = model == PRO if seen.installation_is_pro is None else seen.installation_is_pro
    if not is_pro:
        return address
    if seen.installation_id is None:
        return None
    return f"{address}?installationId={seen.installation_id}&installationtype=0"
