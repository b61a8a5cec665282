from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.anyio


async def offer(asked: Any) -> tuple[str, str]:
    link = (await asked.http.post("/northe/v1/link-sessions", headers=asked.key())).json()
    return link["id"], link["payload"].removeprefix("http://sandbox")


async def status(asked: Any, link_id: str) -> str:
    found: str = (await asked.http.get(f"/northe/v1/link-sessions/{link_id}")).json()["status"]
    return found


async def test_the_page_asks_and_changes_nothing_by_being_opened(asked: Any) -> None:
    link_id, path = await offer(asked)
    page = await asked.http.get(path)
    assert page.status_code == 200
    assert page.text.count('type="radio"') == 13
    assert 'value="kim@example.com" checked' in page.text
    assert '<meta name="viewport"' in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert await status(asked, link_id) == "pending"


@pytest.mark.parametrize(("answer", "outcome"), [("approve", "approved"), ("refuse", "refused"), ("", "refused")])
async def test_an_answer_is_taken_and_told(asked: Any, answer: str, outcome: str) -> None:
    link_id, path = await offer(asked)
    page = await asked.http.post(path.lower(), data={"answer": answer, "customer": "mette@example.com"})
    assert outcome in page.text.lower()
    assert "<form" not in page.text
    found = (await asked.http.get(f"/northe/v1/link-sessions/{link_id}")).json()
    assert found["status"] == outcome
    if outcome == "approved":
        headers = {"Authorization": f"Bearer {found['token']}"}
        account = (await asked.http.get("/northe/v1/account", headers=headers)).json()
        assert account["customer"]["email"] == "mette@example.com"


async def test_a_second_answer_changes_nothing(asked: Any) -> None:
    link_id, path = await offer(asked)
    await asked.http.post(path, data={"answer": "refuse"})
    page = await asked.http.post(path, data={"answer": "approve", "customer": "kim@example.com"})
    assert "Refused" in page.text
    assert await status(asked, link_id) == "refused"


async def test_too_late_unknown_and_nobody(asked: Any) -> None:
    link_id, path = await offer(asked)
    assert (await asked.http.post(path, data={"answer": "approve", "customer": "no@example.com"})).status_code == 404
    assert await status(asked, link_id) == "pending"
    await asked.wait(120)
    assert "expired" in (await asked.http.get(path)).text
    unknown = await asked.http.get("/app/link/NOSUCHTOKEN1")
    assert unknown.status_code == 404
    assert 'role="alert"' in unknown.text


async def test_names_are_text_and_never_markup(asked: Any) -> None:
    _, path = await offer(asked)
    page = (await asked.http.get(path)).text
    assert "&lt;b&gt;&amp;amp;&lt;/b&gt;" in page
    assert "<b>" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
