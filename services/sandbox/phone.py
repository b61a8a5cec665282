"""The page behind the QR code: what the customer's phone shows, so that anybody can be the customer here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.routing import Route

from services.sandbox.northe.links import answer_link, link_row, usual_customer
from services.sandbox.northe.problems import Refused
from services.sandbox.pages import WebPage, form_of, words_for
from services.sandbox.state import Sandbox, sandbox_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

_SAID = {"approve": "approved", "refuse": "refused"}


def phone(sandbox: Sandbox) -> Starlette:
    """The customer's app, to be mounted."""
    app = Starlette(routes=[Route("/{token}", _link_page, methods=["GET", "POST"])])
    app.state.sandbox = sandbox
    return app


async def _link_page(request: Request) -> Response:
    """GET asks, POST answers."""
    sandbox = sandbox_of(request)
    words = words_for(request.query_params.get("lang"))
    page = WebPage(words, words.t("sandbox.link.title"))
    token = request.path_params["token"].upper()
    found = sandbox.store.one("SELECT id FROM links WHERE token = ?", token)
    if found is None:
        return page.warn("sandbox.link.unknown").send(404)
    if request.method == "POST":
        said = await form_of(request)
        try:
            answer_link(sandbox, found["id"], _SAID.get(said.get("answer", ""), "refused"), said.get("customer"))
        except Refused as refused:
            if refused.problem.status == 404:  # noqa: PLR2004 - Not Found
                return page.warn("sandbox.link.nobody").send(404)
    status = link_row(sandbox, found["id"])["status"]
    if status != "pending":
        return page.say(f"sandbox.link.{status}").send()
    usual = usual_customer(sandbox)
    customers = sandbox.store.all("SELECT email, name FROM customers ORDER BY email != ?, rowid", usual)
    page.say("sandbox.link.ask").open_form()
    page.choices(
        "customer", "sandbox.link.who", [(row["email"], f"{row['name']}, {row['email']}") for row in customers]
    )
    page.button("answer", "approve", "sandbox.link.approve").button("answer", "refuse", "sandbox.link.refuse", no=True)
    return page.close_form().send()
