"""Zaptec's consent page as a person meets it: sign in, choose the installation, give a partner access to it.

How the real page works inside isn't public, and nothing of it is imitated: only what Zaptec describes of it, its
address with its parameters, and what the public API shows afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from services.sandbox.pages import WebPage, form_of, words_for
from services.sandbox.seed import set_grant
from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.world_tables import LOOKUP_KEY, OWNER, SERVICE
from services.sandbox.zaptec.access import SandboxInstaller, may_manage
from services.sandbox.zaptec.errors import Rejected
from services.sandbox.zaptec.token import issue, signed_in

if TYPE_CHECKING:
    import sqlite3

    from starlette.requests import Request

    from services.text.words import Words

GROUPS = {LOOKUP_KEY: "Northe API"}
"""User groups that can be given access, by their lookup keys."""

_PASS_SECONDS = 900.0


def portal(sandbox: Sandbox) -> Starlette:
    """The portal, to be mounted."""
    app = Starlette(routes=[Route("/access/request/{key}", _access_page, methods=["GET", "POST"])])
    app.state.sandbox = sandbox
    return app


async def _access_page(request: Request) -> Response:
    """GET asks to sign in; POST signs in, and then takes the answer."""
    words = words_for(request.query_params.get("lang"))
    key = request.path_params["key"].upper()
    page = WebPage(words, words.t("sandbox.portal.title"))
    if key not in GROUPS:
        return page.warn("sandbox.portal.wrong_key", key=key).send(404)
    if request.method == "GET":
        return _sign_in_page(request, page)
    said = await form_of(request)
    sandbox = sandbox_of(request)
    if "pass" not in said:
        return _signed_in(request, page, key, said, words)
    row = sandbox.store.one(
        "SELECT user FROM zaptec_tokens WHERE digest = ? AND kind = 'portal' AND expires_at > ?",
        sandbox.digest(SecretStr(said["pass"])),
        sandbox.clock.time(),
    )
    if row is None:
        return _sign_in_page(request, page.warn("sandbox.portal.too_late"), 403)
    return _answered(request, page, SandboxInstaller(sandbox, row["user"]), key, said)


def _signed_in(request: Request, page: WebPage, key: str, said: dict[str, str], words: Words) -> Response:
    sandbox = sandbox_of(request)
    try:
        user = signed_in(sandbox, said.get("user", ""), SecretStr(said.get("password", "")))
    except Rejected:
        return _sign_in_page(request, page.warn("sandbox.portal.down"), 503)
    if user is None:
        return _sign_in_page(request, page.warn("sandbox.portal.wrong_sign_in"), 403)
    return _choice_page(request, page, SandboxInstaller(sandbox, user), key, words)


def _sign_in_page(request: Request, page: WebPage, status: int = 200) -> Response:
    partner = request.query_params.get("partnerName") or request.path_params["key"].upper()
    page.say("sandbox.portal.asks", partner=partner).open_form()
    page.field("user", "sandbox.portal.user", "email", "username")
    page.field("password", "sandbox.portal.password", "password", "current-password")
    return page.button("step", "sign_in", "sandbox.portal.sign_in").close_form().send(status)


def _choice_page(request: Request, page: WebPage, account: SandboxInstaller, key: str, words: Words) -> Response:
    if _is_pro(request) and not request.query_params.get("installationId"):
        return page.warn("sandbox.portal.pro_needs_id").send(400)
    places = _eligible(request, account, key)
    if not places:
        return page.warn("sandbox.portal.nothing", user=account.user).send()
    sandbox = sandbox_of(request)
    page.say("sandbox.portal.choose", partner=GROUPS[key]).say("sandbox.portal.may")
    options = []
    for place in places:
        boxes = sandbox.store.all("SELECT name, serial FROM boxes WHERE installation_id = ? AND active", place["id"])
        named = "; ".join(f"{box['name']} ({box['serial']})" for box in boxes) or words.t("sandbox.portal.no_chargers")
        address = ", ".join(part for part in dict.fromkeys((place["name"], place["address"], place["city"])) if part)
        options.append((place["id"], f"{address}: {named}"))
    page.open_form(**{"pass": issue(sandbox, account.user, "portal", _PASS_SECONDS)})
    page.choices("installation", "sandbox.portal.which", options)
    page.small("sandbox.portal.whole")
    page.button("answer", "approve", "sandbox.portal.approve")
    return page.button("answer", "refuse", "sandbox.portal.refuse", no=True).close_form().send()


def _answered(request: Request, page: WebPage, account: SandboxInstaller, key: str, said: dict[str, str]) -> Response:
    chosen = next(
        (place for place in _eligible(request, account, key) if place["id"] == said.get("installation")), None
    )
    if chosen is None:
        return page.warn("sandbox.portal.nothing", user=account.user).send(403)
    approved = said.get("answer") == "approve"
    if approved:
        set_grant(sandbox_of(request), chosen["id"], OWNER | SERVICE, key)
    back = _return_address(request.query_params.get("returnUrl", ""), chosen["id"], approved=approved)
    if back:
        return RedirectResponse(back, 303)
    if approved:
        return page.say("sandbox.portal.given", partner=GROUPS[key], installation=chosen["name"]).send()
    return page.say("sandbox.portal.refused", partner=GROUPS[key]).send()


def _is_pro(request: Request) -> bool:
    return request.query_params.get("installationtype") == "0"


def _eligible(request: Request, account: SandboxInstaller, key: str) -> list[sqlite3.Row]:
    """The installations that may be chosen: of the right type, this account's, not given away yet."""
    sandbox, query = sandbox_of(request), request.query_params
    kind = "pro" if _is_pro(request) else "go"
    wanted = query.get("installationId", "").casefold()
    granted = {
        row["installation_id"]
        for row in sandbox.store.all("SELECT installation_id FROM grants WHERE lookup_key = ? AND roles = 6", key)
    }
    return [
        place
        for place in sandbox.store.all("SELECT * FROM installations WHERE type = ? ORDER BY rowid", kind)
        if may_manage(account.roles(place["id"]))
        and wanted in ("", place["id"])
        and (query.get("showExisting") == "true" or place["id"] not in granted)
    ]


def _return_address(text: str, installation_id: str, *, approved: bool) -> str | None:
    """Where to go on, with `success` and `installationId`; only to a web page."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    query = [*parse_qsl(parts.query), ("success", "true" if approved else "false"), ("installationId", installation_id)]
    return urlunsplit(parts._replace(query=urlencode(query)))
