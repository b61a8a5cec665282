"""One box by the installer's own sign-in, on the sandbox: the same words as on the wizard's check list."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from services.contracts import BoxEvidence, Cause, Grant, LookPart, MakerLook, ServiceError
from services.doctor import ItemState, box_findings, read_any_serial, sign_in_finding
from services.fake import FakeZaptec, fake_services
from services.fake.data import EVIDENCE
from services.rules.serials import SerialWrong
from services.text.words import Words
from tests.support.clouds.services_on_sandbox import services_on_sandbox

if TYPE_CHECKING:
    from pathlib import Path

    from services.doctor import Finding

WORDS = Words()
ZAP, PASSWORD = "zap@example.com", SecretStr("zap")
LINK = "https://portal.zaptec.com/access/request/Y8TU"


@dataclass(frozen=True)
class Row:
    """What's said of one of the built-in world's boxes; what isn't named is right."""

    serial: str
    states: dict[str, ItemState] = field(default_factory=dict)
    says: str = ""
    link: str | None = None


WRONG, WARNING, UNKNOWN = ItemState.WRONG, ItemState.WARNING, ItemState.UNKNOWN
ROWS = [
    Row("ZAP900001", says="Zaptec knows it: "),
    Row("zap9oooo1", says="was read as ZAP900001"),
    Row("ZAP900002", {"box_permission": WRONG}, "Northe has no permission for ", LINK),
    Row("ZAP900004", {"box_held": WARNING}, "An operator holds it. It may be Northe already"),
    Row("ZAP900006", {"box_online": WRONG}, "Offline: last heard 5 hours ago"),
    Row("ZAP900007", {"box_online": WRONG}, "Zaptec calls it online, but last heard it 3 hours ago"),
    Row("ZAP900008", {"box_online": WRONG, "box_firmware": UNKNOWN}, "Zaptec tells no version"),
    Row("ZAP900010", {"box_firmware": WARNING}, "2.4.0.7, and Zaptec has 2.4.2.4"),
    Row(
        "ZAP900099",
        {"box_known": WARNING, "box_permission": UNKNOWN, "box_held": UNKNOWN, "box_online": UNKNOWN},
        "Your Zaptec sign-in does not see ZAP900099",
    ),
]


def said(findings: tuple[Finding, ...]) -> str:
    return "\n".join(
        WORDS.say(message)
        for one in findings
        for message in (one.text, *one.evidence, *([one.remedy] if one.remedy else []))
    )


@pytest.mark.anyio
@pytest.mark.parametrize("row", ROWS, ids=[row.serial for row in ROWS])
async def test_each_box(row: Row, tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as sandbox:
        services = sandbox.services
        assert (await sign_in_finding(services, "zaptec", ZAP, PASSWORD)).state is ItemState.OK
        findings = await box_findings(services, "zaptec", read_any_serial("zaptec", row.serial))
    checks = ["box_serial", "box_known", "box_permission", "box_held", "box_online"]
    checks += [] if row.states.get("box_known") else ["box_firmware"]
    assert {one.check: one.state for one in findings} == dict.fromkeys(checks, ItemState.OK) | row.states
    assert row.says in said(findings)
    assert [one.link for one in findings if one.link] == ([row.link] if row.link else [])


@pytest.mark.anyio
async def test_a_pro_names_its_installation_in_the_link() -> None:
    zaptec = FakeZaptec(signed_in_as=ZAP)
    evidence = BoxEvidence(installation_id="place-1", installation_is_pro=True)
    zaptec.look_now = MakerLook(found=True, grant=Grant.NOT_GRANTED, evidence=evidence)
    findings = await box_findings(fake_services(zaptec=zaptec), "zaptec", read_any_serial("zaptec", "ZPR123456"))
    links = [one.link for one in findings if one.link]
    assert links == [f"{LINK}?installationId=place-1&installationtype=0"]


@pytest.mark.anyio
async def test_ages_are_told_by_zaptecs_clock() -> None:
    zaptec = FakeZaptec(signed_in_as=ZAP)
    services = fake_services(zaptec=zaptec)
    heard = services.clock.now() - timedelta(hours=3)
    zaptec.look_now = MakerLook(found=True, evidence=BoxEvidence(says_online=True, last_heard=heard))
    zaptec.clock_skew = timedelta(hours=3)
    findings = await box_findings(services, "zaptec", read_any_serial("zaptec", "ZAP900001"))
    assert "Online: heard just now" in said(findings)


@pytest.mark.anyio
@pytest.mark.parametrize("part", LookPart)
async def test_a_part_of_a_look_that_fails_leaves_the_rest_and_was_asked(part: LookPart) -> None:
    """An unknown line says why; the other boxes decide nothing, so that nothing is said of them."""
    zaptec = FakeZaptec(signed_in_as=ZAP)
    gaps = {LookPart.STATE: {"last_heard": None}, LookPart.INSTALLATION: {"taken_over": None}}
    grant = Grant.UNKNOWN if part is LookPart.GRANT else Grant.GRANTED
    evidence = replace(EVIDENCE, **gaps.get(part, {}))  # type: ignore[arg-type]  # each is of its field's type
    why = ServiceError(Cause.VENDOR_DOWN, note="answered 500")
    zaptec.look_now = MakerLook(found=True, grant=grant, evidence=evidence, unanswered={part: why})
    findings = await box_findings(fake_services(zaptec=zaptec), "zaptec", read_any_serial("zaptec", "ZAP900001"))
    unknown = {LookPart.STATE: "box_online", LookPart.INSTALLATION: "box_held", LookPart.GRANT: "box_permission"}
    assert [one.check for one in findings if one.state is not ItemState.OK] == [
        unknown[one] for one in [part] if one in unknown
    ]
    assert "could not be asked" not in said(findings)
    assert ("did not answer about that" in said(findings)) is (part in unknown)


@pytest.mark.anyio
async def test_a_look_that_fails_is_wrong_and_says_why() -> None:
    zaptec = FakeZaptec(signed_in_as=ZAP)
    zaptec.refuse("look", Cause.VENDOR_DOWN, note="answered 503")
    findings = await box_findings(fake_services(zaptec=zaptec), "zaptec", read_any_serial("zaptec", "ZAP900001"))
    assert findings[-1].check == "zaptec_look"
    assert findings[-1].state is ItemState.WRONG
    assert findings[-1].remedy is not None


@pytest.mark.anyio
@pytest.mark.parametrize("cause", [Cause.THROTTLED, Cause.VENDOR_DOWN, Cause.NETWORK_DOWN, Cause.SESSION_EXPIRED])
async def test_a_firmware_list_that_fails_leaves_it_unknown_and_says_why(cause: Cause) -> None:
    """As every other part of a look does: nothing is wrong with the box."""
    zaptec = FakeZaptec(signed_in_as=ZAP)
    zaptec.refuse("firmware", cause)
    findings = await box_findings(fake_services(zaptec=zaptec), "zaptec", read_any_serial("zaptec", "ZAP900001"))
    assert (findings[-1].check, findings[-1].state) == ("box_firmware", ItemState.UNKNOWN)
    assert findings[-1].remedy is not None


@pytest.mark.anyio
async def test_a_sign_in_that_is_not_taken(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as sandbox:
        finding = await sign_in_finding(sandbox.services, "zaptec", ZAP, SecretStr("other"))
    assert finding.state is ItemState.WRONG
    assert WORDS.say(finding.text) == "Sign-in refused"
    assert "other" not in said((finding,))


@pytest.mark.parametrize(
    ("typed", "product", "warned"),
    [("zpr-123 456", "Zaptec Pro", 0), ("GPN123456", "Zaptec Go 2", 0), ("XYZ123456", None, 1)],
)
def test_any_zaptec_is_read(typed: str, product: str | None, warned: int) -> None:
    reading = read_any_serial("zaptec", typed)
    assert (reading.product, len(reading.warnings)) == (product, warned)


def test_a_sense_is_refused_by_name() -> None:
    with pytest.raises(SerialWrong) as caught:
        read_any_serial("zaptec", "APH900001")
    assert "Zaptec Sense" in WORDS.say(caught.value.message)
