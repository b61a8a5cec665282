"""One activation driven without a terminal: its session, its draft, and that nobody stays signed in however it ends."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr

from services.activation.activation import Activation
from services.activation.answers import AnswersWrong
from services.activation.resume import skipped
from services.activation.steps import Step
from services.contracts import Cause, ServiceError
from services.fake import ACCOUNT, FakeNorthe, FakeZaptec, fake_services
from services.stores.drafts import DraftFolder
from tests.support.sessions.after_connect import finished

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from services.activation.answers import Typed

pytestmark = pytest.mark.anyio

GARAGE = {"name": "Garage", "brand": "zaptec", "model": "go"}
OTHER = replace(ACCOUNT, customer_name="Robin Nilsson", email="robin@example.com")


class Mouth:
    """Somebody who asks for an activation: what's still in the fields, and how often it was told of a change."""

    def __init__(self, folder: Path) -> None:
        self.northe, self.zaptec = FakeNorthe(signed_in=True), FakeZaptec()
        self.services = fake_services(northe=self.northe, zaptec=self.zaptec)
        self.folder = folder
        self.fields: Mapping[Step, Typed] = {}
        self.told = 0

    def activation(self) -> Activation:
        activation = Activation(self.services, DraftFolder(self.folder), lambda: self.fields)
        activation.listen(self.listen)
        return activation

    def listen(self) -> None:
        self.told += 1

    def drafts(self) -> list[str]:
        return [path.read_text() for path in self.folder.rglob("*.json")]


@pytest.fixture
def mouth(tmp_path: Path) -> Mouth:
    return Mouth(tmp_path / "drafts")


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the disk tells nobody
            await asyncio.sleep(0.005)


# ---------------------------------------------------------------------------------------------- the session


async def test_whoever_listens_is_told_of_each_change_until_they_stop(mouth: Mouth) -> None:
    activation = Activation(mouth.services)
    stop = activation.listen(mouth.listen)
    activation.enter(ACCOUNT)
    assert (mouth.told, activation.customer) == (1, "Kim Larsson")
    activation.keep_typed(Step.BOX_TYPE, GARAGE)
    assert mouth.told == 2
    stop()
    activation.end_session()
    assert mouth.told == 2
    assert activation.session.account is None
    assert activation.session.typed_in(Step.BOX_TYPE) == GARAGE, "answers outlast the sign-in"
    assert not mouth.northe.signed_in


async def test_a_step_is_reached_in_its_turn_and_by_nobody_who_is_not_signed_in(mouth: Mouth) -> None:
    activation = Activation(mouth.services)
    assert activation.reach(Step.BOX_TYPE) is None
    activation.enter(ACCOUNT)
    assert activation.reach(Step.CONNECT) is Step.BOX_TYPE
    box_type = finished().box_type
    assert box_type is not None
    activation.take_answer(Step.BOX_TYPE, GARAGE, box_type)
    assert activation.first_open is Step.CHARGE_SITE
    assert activation.reach(Step.CONNECT) is Step.CHARGE_SITE
    assert activation.reach(Step.BOX_TYPE) is Step.BOX_TYPE


async def test_a_fleet_without_home_charging_and_a_wrong_clock_are_known(mouth: Mouth) -> None:
    activation = Activation(mouth.services)
    for home_charging in (False, True):
        activation.enter(replace(ACCOUNT, fleet=replace(ACCOUNT.fleet, home_charging=home_charging)))
        assert activation.may_charge_at_home is home_charging
    for seconds, minutes in ((0, None), (89, None), (-120, 2), (3600, 60)):
        mouth.northe.clock_skew = timedelta(seconds=seconds)
        assert activation.clock_off == minutes


# ---------------------------------------------------------------------------------------------- the draft


async def test_what_is_in_the_fields_is_kept_a_moment_after_typing_without_secrets(mouth: Mouth) -> None:
    async with mouth.activation() as activation:
        activation.enter(ACCOUNT)
        mouth.fields = {Step.BOX_TYPE: {"name": "Carport", "pin": SecretStr("PIN-4711")}}
        activation.draft.keep_soon()
        await until(lambda: activation.draft.kept)
        assert "Carport" in "".join(mouth.drafts())
        assert "PIN-4711" not in "".join(mouth.drafts())


async def test_leaving_keeps_what_is_unfinished_and_the_same_customer_goes_on_with_it(mouth: Mouth) -> None:
    async with mouth.activation() as activation:
        activation.enter(ACCOUNT)
        box_type = finished().box_type
        assert box_type is not None
        activation.take_answer(Step.BOX_TYPE, GARAGE, box_type)
    assert not mouth.northe.signed_in
    mouth.northe.signed_in = True
    async with mouth.activation() as other:
        other.enter(OTHER)
        assert await other.take_up() is None
        assert other.session.box_type is None
    mouth.northe.signed_in = True
    async with mouth.activation() as again:
        again.enter(ACCOUNT)
        word = await again.take_up()
        assert word is not None
        assert word.key == "drafts.taken_up"
        assert again.session.box_type == box_type
        assert again.first_open is Step.CHARGE_SITE


async def test_finishing_leaves_no_draft_and_no_sign_in_at_the_maker(mouth: Mouth) -> None:
    await mouth.zaptec.sign_in("installer", SecretStr("x"))
    async with mouth.activation() as activation:
        activation.enter(ACCOUNT)
        activation.keep_typed(Step.BOX_TYPE, GARAGE)
        await until(mouth.drafts)
        await activation.sign_out()
        await activation.finish()
        assert mouth.drafts() == []
        assert activation.session.account is None
        assert activation.session.typed == {}
    assert mouth.zaptec.signed_in_as is None
    assert mouth.northe.called("sign_out") == 1


async def test_a_disk_that_takes_nothing_is_told_until_it_takes_something(mouth: Mouth) -> None:
    mouth.folder.write_text("in the way")
    async with mouth.activation() as activation:
        activation.enter(ACCOUNT)
        told = mouth.told
        activation.keep_typed(Step.BOX_TYPE, GARAGE)
        await until(lambda: activation.draft.not_kept)
        assert activation.draft.why_not
        assert mouth.told > told + 1, "once for what was typed, once for the disk"
        mouth.folder.unlink()
        activation.draft.keep_now()
        await until(lambda: not activation.draft.not_kept)
        assert activation.draft.kept


# ---------------------------------------------------------------------------------------------- ways out


class BrokenError(Exception):
    """Whatever goes wrong in a mouth."""


async def test_a_fault_in_the_mouth_signs_out_and_keeps_what_was_typed(mouth: Mouth) -> None:
    with pytest.raises(BrokenError):
        async with mouth.activation() as activation:
            activation.enter(ACCOUNT)
            mouth.fields = {Step.BOX_TYPE: {"name": "Carport"}}
            raise BrokenError
    assert not mouth.northe.signed_in
    assert "Carport" in "".join(mouth.drafts())


async def test_so_does_a_mouth_that_is_cancelled(mouth: Mouth) -> None:
    began = asyncio.Event()

    async def waits() -> None:
        async with mouth.activation() as activation:
            activation.enter(ACCOUNT)
            activation.keep_typed(Step.BOX_TYPE, GARAGE)
            began.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(waits())
    await began.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not mouth.northe.signed_in
    assert "Garage" in "".join(mouth.drafts())


async def test_a_fault_in_keeping_comes_out_and_still_signs_out(mouth: Mouth, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise BrokenError

    monkeypatch.setattr(DraftFolder, "begin", broken)
    with pytest.raises(BrokenError):
        async with mouth.activation() as activation:
            activation.enter(ACCOUNT)
            activation.keep_typed(Step.BOX_TYPE, GARAGE)
            await asyncio.sleep(0)
    assert not mouth.northe.signed_in


@pytest.mark.parametrize("silent", [False, True], ids=["refuses", "is silent"])
async def test_a_cloud_that_cannot_be_told_is_left_in_time_and_known(mouth: Mouth, *, silent: bool) -> None:
    if silent:
        mouth.northe.hold("sign_out")
    else:
        mouth.northe.refuse("sign_out", Cause.NORTHE_DOWN, times=None)
    activation = mouth.activation()
    activation.enter(ACCOUNT)
    assert not await activation.leave(within=0.05)
    assert mouth.northe.signed_in


async def test_leaving_where_nobody_is_signed_in_asks_nothing(mouth: Mouth) -> None:
    mouth.northe.signed_in = False
    assert await mouth.activation().leave()
    assert mouth.northe.called("sign_out") == 0


# ---------------------------------------------------------------------------------------------- answers

KIM: Typed = {
    "first_name": "Kim",
    "last_name": "Larsson",
    "kind": "iban",
    "first": SecretStr("SE4550000000058398257466"),
}


async def test_a_step_is_answered_by_what_was_typed_and_a_wrong_answer_loses_nothing(mouth: Mouth) -> None:
    activation = Activation(mouth.services)
    activation.enter(ACCOUNT)
    with pytest.raises(AnswersWrong) as wrong:
        await activation.answer(Step.BOX_TYPE, {**GARAGE, "name": " "})
    assert wrong.value.problems.keys() == {"name"}
    assert activation.session.typed_in(Step.BOX_TYPE)["brand"] == "zaptec"
    assert await activation.answer(Step.BOX_TYPE, GARAGE) == activation.session.box_type
    assert activation.first_open is Step.CHARGE_SITE


async def test_northe_takes_a_bank_account_and_its_number_stays_nowhere(mouth: Mouth) -> None:
    activation = Activation(mouth.services)
    activation.enter(ACCOUNT)
    mouth.northe.refuse("set_bank_account", Cause.BANK_REJECTED)
    with pytest.raises(ServiceError):
        await activation.answer(Step.BANK_ACCOUNT, KIM)
    refused = activation.session
    assert (refused.bank_account, refused.typed_in(Step.BANK_ACCOUNT)) == (None, KIM)
    await activation.answer(Step.BANK_ACCOUNT, KIM)
    assert activation.session.bank_account is not None
    assert activation.session.account is not None
    assert activation.session.account.bank == mouth.northe.account_now.bank
    assert activation.session.typed_in(Step.BANK_ACCOUNT) == {k: v for k, v in KIM.items() if k != "first"}


async def test_only_what_may_be_skipped_is(mouth: Mouth) -> None:
    activation = Activation(mouth.services)
    activation.enter(ACCOUNT)
    activation.skip(Step.BANK_ACCOUNT)
    assert skipped(activation.session) == ("bank_account",)
    for step in (Step.BOX_TYPE, Step.CHARGE_SITE, Step.CONNECT):
        with pytest.raises(LookupError):
            activation.skip(step)
