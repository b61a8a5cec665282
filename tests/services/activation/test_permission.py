"""What's known of the permission at Zaptec: whether it's there, and which link gives it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.activation.diagnosis import BoxFacts
from services.activation.permission import PermissionState
from services.activation.session import BoxTypeAnswer
from services.contracts import BoxEvidence, Cause, CheckAnswer, ConsentPlace
from services.fake.data import CONSENT, EVIDENCE, NOW
from services.rules.serials import read_serial

GO = BoxTypeAnswer(name="Garage", brand="zaptec", model="go")
READING = read_serial("zaptec", "go", "ZAP900001")
PRO = replace(EVIDENCE, installation_is_pro=True)
UNNAMED = BoxEvidence(installation_is_pro=True)


def told(northe: CheckAnswer | None) -> BoxFacts:
    return BoxFacts("zaptec", "Zaptec Go", READING, NOW, northe, None)


@pytest.mark.parametrize(
    ("facts", "granted", "may_be_approved"),
    [
        (None, False, False),
        (told(None), False, True),
        (told(CheckAnswer(Cause.PERMISSION_MISSING)), False, True),
        (told(CheckAnswer(Cause.ROLE_MISSING)), False, True),
        (told(CheckAnswer(None, EVIDENCE)), True, False),
    ],
)
def test_it_is_there_once_northe_shows_both_roles(facts: BoxFacts | None, granted: bool, may_be_approved: bool) -> None:
    state = PermissionState(GO, CONSENT, facts)
    assert (state.granted, state.may_be_approved) == (granted, may_be_approved)


@pytest.mark.parametrize(
    ("evidence", "model", "ending"),
    [
        (BoxEvidence(), "go", ""),
        (BoxEvidence(), "pro", None),
        (UNNAMED, "go", None),
        (EVIDENCE, "pro", ""),
        (PRO, "go", f"?installationId={EVIDENCE.installation_id}&installationtype=0"),
    ],
)
def test_a_pro_installation_has_no_link_without_its_id(evidence: BoxEvidence, model: str, ending: str | None) -> None:
    """What Zaptec says of the installation counts more than the chosen model."""
    facts = told(CheckAnswer(Cause.PERMISSION_MISSING, evidence))
    state = PermissionState(GO.model_copy(update={"model": model}), CONSENT, facts)
    assert state.link == (None if ending is None else f"{CONSENT.portal_url}/{CONSENT.lookup_key}{ending}")


@pytest.mark.parametrize(("brand", "place"), [("zaptec", None), ("easee", CONSENT)])
def test_without_a_page_there_is_no_link(brand: str, place: ConsentPlace | None) -> None:
    assert PermissionState(GO.model_copy(update={"brand": brand}), place).link is None


def test_whose_it_is_is_known_once_something_was_asked() -> None:
    assert PermissionState(GO, CONSENT).serial_number is None
    assert PermissionState(GO, CONSENT, told(None)).serial_number == "ZAP900001"
