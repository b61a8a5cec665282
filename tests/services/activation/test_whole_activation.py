"""The whole way without a terminal, on the sandbox's clouds: a mouth of a few lines asks the heart's own questions."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from services.activation.activation import Activation
from services.activation.answers import AnswersWrong
from services.activation.connecting import ConnectPace, ConnectStage
from services.activation.questions import QuestionKind, said
from services.activation.receipt import receipt
from services.activation.sign_in import QUESTIONS, check_sign_in
from services.activation.step_record import record_of
from services.activation.steps import STEPS, Step
from services.contracts import Cause, Stage
from services.stores.drafts import DraftFolder
from services.text.words import Words
from tests.support.clouds.services_on_sandbox import SandboxControls, services_on_sandbox

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from services.activation.questions import Question

pytestmark = pytest.mark.anyio

KEYS = {"email": "kim@example.com", "fleet_member_id": "1001", "partner_key": "KEY1"}
GIVEN = {
    "site": "new",
    "street": "Testgatan 12",
    "postcode": "111 22",
    "city": "Stockholm",
    "first": "SE45 5000 0000 0583 9825 7466",
    "kind": "iban",
    "serial_number": "ZAP900001",
}
"""What the installer types; at every other question they take what's proposed."""

QUICK = ConnectPace(poll=0.01, slow_poll=0.01)


def typed(question: Question, given: Mapping[str, str]) -> str | SecretStr:
    words = Words("en")
    assert said(question.label, words).strip(), "each question can be asked in words"
    answer = given.get(question.name) or said(question.default, words)
    return SecretStr(answer) if question.kind is QuestionKind.SECRET else answer


async def asked(activation: Activation, step: Step, given: Mapping[str, str] = GIVEN) -> dict[str, str | SecretStr]:
    """Asks a step's questions one after another, each as it stands after the answers before it."""
    answers: dict[str, str | SecretStr] = {}
    while (
        question := next(
            (one for one in record_of(step).questions(activation.session, answers) if one.name not in answers), None
        )
    ) is not None:
        answers[question.name] = typed(question, given)
    return answers


async def signed_in(activation: Activation) -> None:
    way = activation.customer_sign_in()
    await way.sign_in(check_sign_in({one.name: typed(one, KEYS) for one in QUESTIONS}))
    activation.enter(await way.read_account())


async def up_to_connect(activation: Activation) -> None:
    for step in STEPS[:-1]:
        await activation.answer(step, await asked(activation, step))
    assert activation.first_open is Step.CONNECT


async def time_goes_by(it: SandboxControls) -> None:
    while True:
        await it.advance(2)
        await asyncio.sleep(0.01)


async def reached(condition: Callable[[], bool], moved: asyncio.Event) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await moved.wait()
            moved.clear()


async def test_from_signing_in_to_signing_out(tmp_path: Path) -> None:
    drafts, stages = DraftFolder(tmp_path / "drafts"), list[ConnectStage]()
    async with services_on_sandbox(tmp_path) as it:
        async with Activation(it.services, drafts) as activation:
            await signed_in(activation)
            assert await activation.take_up() is None
            await up_to_connect(activation)
            check = activation.check_box()
            typed_box = await asked(activation, Step.CONNECT)
            answer = await activation.answer(Step.CONNECT, typed_box)
            check.read(typed_box)
            assert check.take(await check.ask())
            assert check.passed
            assert check.summary is not None
            attempt = activation.connect(answer, lambda: stages.append(attempt.progress.stage), QUICK)
            clock = asyncio.create_task(time_goes_by(it))
            async with asyncio.timeout(20):
                await attempt.run()
            clock.cancel()
            assert list(dict.fromkeys(stages)) == list(ConnectStage)
            connect = activation.session.connect
            assert connect is not None
            assert connect.box is not None
            assert connect.box.stage is Stage.ONLINE
            text = receipt(
                Words("en"), activation.session, when=it.services.clock.now(), version="0", demo=True, ascii_only=False
            )
            assert "ZAP900001" in text
            assert "Testgatan 12" in text
            await activation.sign_out()
            await activation.finish()
        assert await it.signed_in() == []
        assert not any((tmp_path / "drafts").rglob("*.json"))


async def test_a_wrong_answer_is_asked_again_and_a_fault_on_the_way_signs_out(tmp_path: Path) -> None:
    drafts = DraftFolder(tmp_path / "drafts")
    async with services_on_sandbox(tmp_path) as it:
        with suppress(KeyboardInterrupt):
            async with Activation(it.services, drafts) as activation:
                await signed_in(activation)
                with pytest.raises(AnswersWrong) as wrong:
                    await activation.answer(Step.BOX_TYPE, await asked(activation, Step.BOX_TYPE, {"name": "x" * 60}))
                assert wrong.value.problems.keys() == {"name"}
                await up_to_connect(activation)
                raise KeyboardInterrupt
        assert await it.signed_in() == []
        async with Activation(it.services, drafts) as again:
            await signed_in(again)
            word = await again.take_up()
            assert word is not None
            assert again.first_open is Step.CONNECT, "goes on where it was, the account at Northe included"


async def test_a_box_is_taken_back_or_left_waiting(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it, Activation(it.services) as activation:
        await signed_in(activation)
        await up_to_connect(activation)
        answer = await activation.answer(Step.CONNECT, await asked(activation, Step.CONNECT))
        moved = asyncio.Event()
        attempt = activation.connect(answer, moved.set, QUICK)
        running = asyncio.create_task(attempt.run())
        await reached(lambda: attempt.box is not None, moved)
        running.cancel()
        assert await attempt.take_back()
        assert (await it.services.northe.account()).boxes == ()
        again = activation.connect(answer, moved.set, QUICK)
        running, clock = asyncio.create_task(again.run()), asyncio.create_task(time_goes_by(it))
        await reached(lambda: again.may_leave, moved)
        clock.cancel()
        running.cancel()
        assert again.leave_waiting().left_waiting


async def test_what_stands_in_the_way_is_known_without_a_screen(tmp_path: Path) -> None:
    async with services_on_sandbox(tmp_path) as it, Activation(it.services) as activation:
        await signed_in(activation)
        await up_to_connect(activation)
        check = activation.check_box()
        check.read(await asked(activation, Step.CONNECT, {**GIVEN, "serial_number": "ZAP999999"}))
        check.take(await check.ask())
        assert (check.cause, check.may_connect) == (Cause.BOX_NOT_FOUND, False)
