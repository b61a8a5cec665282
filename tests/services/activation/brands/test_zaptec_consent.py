"""Zaptec's consent link: that of a Pro installation names it, and there's none before its id is known."""

from __future__ import annotations

import pytest

from services.activation.brands.zaptec.consent import consent_link
from services.contracts import BoxEvidence, ConsentPlace

PLACE = ConsentPlace("https://portal.zaptec.com/access/request", "Y8TU")
LINK = "https://portal.zaptec.com/access/request/Y8TU"
OF_PRO = f"{LINK}?installationId=place-1&installationtype=0"


@pytest.mark.parametrize(
    ("seen", "model", "link"),
    [
        (BoxEvidence(), "go", LINK),
        (BoxEvidence(), None, LINK),
        (BoxEvidence(), "pro", None),
        (BoxEvidence(installation_id="place-1"), "go", LINK),
        (BoxEvidence(installation_id="place-1"), "pro", OF_PRO),
        (BoxEvidence(installation_id="place-1", installation_is_pro=True), "go", OF_PRO),
        (BoxEvidence(installation_id="place-1", installation_is_pro=True), None, OF_PRO),
        (BoxEvidence(installation_id="place-1", installation_is_pro=False), "pro", LINK),
        (BoxEvidence(installation_is_pro=True), "go", None),
    ],
)
def test_what_zaptec_says_of_the_installation_counts_more_than_the_model(
    seen: BoxEvidence, model: str | None, link: str | None
) -> None:
    assert consent_link(PLACE, seen, model) == link
