"""The permission panel by itself, with what it is told and what it says."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from screens.permission import PermissionScreen
from screens.widgets.qr import Qr
from services.activation.diagnosis import BoxFacts
from services.contracts import BoxEvidence, Cause, CheckAnswer, Services
from services.fake import fake_services
from services.fake.data import EVIDENCE, NOW
from services.rules.serials import read_serial
from tests.support.screens.one_screen import OneScreen, look, shown
from tests.support.sessions.before_connect import box_check, ready_to_connect

SIZE = (80, 24)
LOOK_EVERY = 0.05
READING = read_serial("zaptec", "go", "ZAP900001")
LINK = "https://portal.zaptec.com/access/request/Y8TU"
PRO = replace(EVIDENCE, installation_is_pro=True)
PRO_LINK = f"{LINK}?installationId={EVIDENCE.installation_id}&installationtype=0"
INSTALLER = "installer@example.com"


def facts(northe: Any = None, zaptec: Any = None) -> BoxFacts:
    return BoxFacts("zaptec", "Zaptec Go", READING, NOW, northe, zaptec)


MISSING = CheckAnswer(Cause.PERMISSION_MISSING, BoxEvidence())
KNOWN = facts(MISSING)


def permission_screen(
    services: Services | None = None,
    *,
    light: bool = False,
    how: Any = None,
    facts: BoxFacts | None = KNOWN,
    model: str = "go",
    number: str | None = "ZAP900001",
    look_every: float = LOOK_EVERY,
) -> OneScreen:
    with_services = services or fake_services()

    def make() -> PermissionScreen:
        check = box_check(with_services, facts, model=model, number=number)
        return PermissionScreen(
            how or look(), with_services, ready_to_connect(model=model), check, look_every=look_every
        )

    return OneScreen(make, ready_to_connect(model=model), light=light)


def panel_of(app: OneScreen) -> PermissionScreen:
    assert isinstance(app.step, PermissionScreen)
    return app.step


def says(app: OneScreen) -> str:
    """The words without the places where they wrap: the columns beside the code."""
    code = panel_of(app).query_one(Qr)
    left = code.region.right if panel_of(app).has_class("with-code") else 0
    return " ".join(" ".join(line[left:].split()) for line in shown(app).splitlines() if line[left:].strip())
