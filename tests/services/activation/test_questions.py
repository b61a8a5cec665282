"""Asks each step's questions as a mouth without screens would: one after the other, anew after each answer."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import SecretStr

from services.activation.answers import AnswersWrong, Typed
from services.activation.bank_account import settled
from services.activation.charge_site import NEW
from services.activation.maker_sign_in import check_maker_sign_in, maker_sign_in_questions
from services.activation.questions import BrandText, Choice, Question, QuestionKind, said
from services.activation.session import BankAccountAnswer, BoxTypeAnswer, ChargeSiteAnswer, Session
from services.activation.sign_in import QUESTIONS, check_sign_in
from services.activation.step_record import record_of
from services.activation.steps import STEPS, Step
from services.contracts import BankSummary
from services.rules import catalogue
from services.text.words import Words
from tests.support.sessions.before_each_step import AKERIGRAND, DANISH, LONG, STORGATAN, SWEDISH_IBAN, account, session

WORDS = Words()
CONNECTING = {
    brand.id: session(box_type=BoxTypeAnswer(name="Garage", brand=brand.id, model=brand.models[0].id))
    for brand in catalogue.brands()
}
KNOWN = {
    "country": "SE",
    "street": "Storgatan 12",
    "postcode": "21134",
    "city": "Malmö",
    "price": "2,50",
    "email": "kim@example.com",
    "fleet_member_id": "1001",
    "partner_key": "KEY1",
    "user_name": "ada@example.com",
    "password": " secret ",
    "serial_number": "123456",
    "pin": "1234",
}
"""What somebody types where there's nothing to take over."""


def named(asked: tuple[Question, ...], name: str) -> Question:
    return next(one for one in asked if one.name == name)


def names(asked: tuple[Question, ...]) -> list[str]:
    return [one.name for one in asked]


def as_typed(question: Question, text: str) -> str | SecretStr:
    return SecretStr(text) if question.kind is QuestionKind.SECRET else text


def asked_through(step: Step, before: Session, known: dict[str, str]) -> dict[str, str | SecretStr]:
    """Takes each default; types what's `known` where there's none."""
    typed: dict[str, str | SecretStr] = {}
    while open_ones := [one for one in record_of(step).questions(before, typed) if one.name not in typed]:
        question = open_ones[0]
        typed[question.name] = as_typed(question, said(question.default, WORDS) or known.get(question.name, ""))
    return typed


def refused(step: Step, before: Session, typed: Typed) -> set[str]:
    with pytest.raises(AnswersWrong) as wrong:
        record_of(step).check(before, typed)
    return set(wrong.value.problems)


CASES = [
    pytest.param(Step.BOX_TYPE, session(), KNOWN, id="the first box type"),
    pytest.param(Step.CHARGE_SITE, session(account()), KNOWN, id="no site yet"),
    pytest.param(Step.CHARGE_SITE, session(account(STORGATAN, AKERIGRAND)), KNOWN, id="a site"),
    pytest.param(Step.CHARGE_SITE, session(account(LONG)), KNOWN, id="a site above the limit"),
    pytest.param(Step.CHARGE_SITE, session(account(limit=None, currency="EUR")), KNOWN, id="no limit, no country"),
    *(
        pytest.param(Step.BANK_ACCOUNT, session(country=country), {"first": first, "second": second}, id=country)
        for country, first, second in (
            *(("FI", SWEDISH_IBAN, ""), ("SE", "5839", "8257466"), ("NO", "86011117947", "")),
            ("DK", *DANISH),
        )
    ),
    *(
        pytest.param(Step.CONNECT, before, {**KNOWN, "serial_number": example}, id=brand)
        for brand, before in CONNECTING.items()
        for example in [catalogue.brand(brand).connect_fields[0].example or KNOWN["serial_number"]]
    ),
]


def test_every_step_is_asked() -> None:
    asked = {case.values[0] for case in CASES}
    assert [step for step in STEPS if step not in asked] == [], "a line in CASES, with what has no default in KNOWN"


@pytest.mark.parametrize(("step", "before", "known"), CASES)
def test_the_defaults_and_what_is_known_pass_the_steps_check(
    step: Step, before: Session, known: dict[str, str]
) -> None:
    answer = record_of(step).check(before, asked_through(step, before, known))
    assert isinstance(answer, record_of(step).answer) or step is Step.BANK_ACCOUNT


@pytest.mark.parametrize(("step", "before", "known"), CASES)
def test_what_is_left_out_is_refused_at_its_question(step: Step, before: Session, known: dict[str, str]) -> None:
    whole = asked_through(step, before, known)
    asked = record_of(step).questions(before, whole)
    for question in asked:
        if question.kind is not QuestionKind.CHOICE:
            typed = {**whole, question.name: as_typed(question, "")}
            if question.required:
                assert refused(step, before, typed) == {question.name}
            else:
                record_of(step).check(before, typed)
    assert refused(step, before, dict.fromkeys(whole, "")) <= set(names(asked))


@pytest.mark.parametrize(("step", "before", "known"), CASES)
def test_only_a_choice_has_choices_and_no_secret_has_a_default(
    step: Step, before: Session, known: dict[str, str]
) -> None:
    whole = asked_through(step, before, known)
    asked = record_of(step).questions(before, whole)
    assert len(set(names(asked))) == len(asked)
    for question in asked:
        assert said(question.label, WORDS)
        assert said(question.help, WORDS)
        assert bool(question.choices) is (question.kind is QuestionKind.CHOICE)
        assert question.default in ("", *(choice.value for choice in question.choices)) or not question.choices
        assert not (question.kind is QuestionKind.SECRET and question.default)
        if question.choices:
            assert refused(step, before, {**whole, question.name: "no such choice"}) == {question.name}
        assert all(said(choice.label, WORDS) for choice in question.choices)


@pytest.mark.parametrize("step", STEPS)
def test_before_anybody_is_signed_in_the_questions_are_known(step: Step) -> None:
    asked = record_of(step).questions(Session(), {})
    assert (asked == ()) is (step is Step.CONNECT), "whose questions are the brand's"


# ---------------------------------------------------------------------------------------------- box type


def test_the_models_are_those_of_the_typed_brand() -> None:
    asked = record_of(Step.BOX_TYPE).questions(session(), {"brand": "easee"})
    easee = catalogue.brand("easee")
    assert named(asked, "model").choices == tuple(Choice(one.id, one.name) for one in easee.models)
    assert named(asked, "model").default == easee.models[0].id
    assert (
        said(named(asked, "brand").warning, WORDS)
        == "Unconfirmed: how Easee connects is our guess. Northe may ask for more."
    )
    assert named(record_of(Step.BOX_TYPE).questions(session(), {}), "brand").warning == ""


def test_a_name_that_looks_like_a_serial_number_is_warned_of() -> None:
    name = named(record_of(Step.BOX_TYPE).questions(session(), {"name": "ZAP900001"}), "name")
    assert said(name.warning, WORDS).startswith("This looks like a serial number.")
    assert named(record_of(Step.BOX_TYPE).questions(session(), {"name": "Garage"}), "name").warning == ""


# ---------------------------------------------------------------------------------------------- charge site


def test_an_address_is_asked_for_a_new_site_in_the_countrys_own_order() -> None:
    at_home = session(account(STORGATAN, AKERIGRAND))
    questions = record_of(Step.CHARGE_SITE).questions
    assert names(questions(at_home, {})) == ["site", "price"]
    sweden = questions(at_home, {"site": NEW})
    assert names(sweden) == ["site", "country", "street", "postcode", "city", "price"]
    italy = questions(at_home, {"site": NEW, "country": "IT"})
    assert names(italy) == ["site", "country", "street", "postcode", "city", "region", "price"]
    assert said(named(sweden, "city").help, WORDS).endswith("For example: Malmö")


def test_no_more_of_an_address_is_asked_before_the_country_is_known() -> None:
    asked = record_of(Step.CHARGE_SITE).questions(session(account(currency="EUR")), {})
    assert names(asked) == ["site", "country", "price"]
    assert named(asked, "country").default == ""


def test_the_price_is_the_picked_sites_in_the_fleets_currency() -> None:
    owner = session(account(STORGATAN, AKERIGRAND))
    price = named(record_of(Step.CHARGE_SITE).questions(owner, {"site": AKERIGRAND.site_id}), "price")
    assert (price.default, price.unit) == ("2.10", "SEK")
    assert said(price.hint, WORDS) == f"{account().fleet.name} pays up to 2.50 SEK."


def test_a_site_whose_price_is_not_paid_any_more_is_warned_of() -> None:
    owner = session(account(LONG, STORGATAN))
    questions = record_of(Step.CHARGE_SITE).questions
    warning = said(named(questions(owner, {}), "site").warning, WORDS)
    assert warning.startswith("12.50 SEK is more than")
    assert named(questions(owner, {"site": STORGATAN.site_id}), "site").warning == ""


def test_a_site_that_is_gone_counts_as_not_picked() -> None:
    asked = record_of(Step.CHARGE_SITE).questions(session(account(STORGATAN)), {"site": "site-9"})
    assert named(asked, "site").picked({"site": "site-9"}) == STORGATAN.site_id


# ---------------------------------------------------------------------------------------------- bank account


def test_the_numbers_fields_are_its_kinds() -> None:
    questions = record_of(Step.BANK_ACCOUNT).questions
    swedish = questions(session(country="SE"), {})
    assert names(swedish) == ["first_name", "last_name", "kind", "first", "second"]
    assert said(named(swedish, "first").label, WORDS) == "Clearing number"
    iban = questions(session(country="SE"), {"kind": "iban"})
    assert names(iban) == ["first_name", "last_name", "kind", "first"]
    assert said(named(iban, "first").label, WORDS) == "IBAN"
    assert [one.name for one in swedish if one.kind is QuestionKind.SECRET] == ["first", "second"]
    assert SWEDISH_IBAN[-4:] in said(named(iban, "first").help, WORDS)


def test_the_names_are_proposed_from_the_customers() -> None:
    owner = session(replace(account(), customer_name="Ada von Berg"))
    asked = record_of(Step.BANK_ACCOUNT).questions(owner, {})
    assert [one.default for one in asked[:2]] == ["Ada", "von Berg"]


def test_what_northe_has_settles_the_step_and_a_skip_does_so_only_without() -> None:
    skipped = BankAccountAnswer(skipped=True)
    connected = replace(account(), bank=BankSummary("SE45 •••• 7466"))
    assert settled(session(account())) is None
    assert settled(session(account(), bank_account=skipped)) == skipped
    assert settled(session(connected)) == BankAccountAnswer(masked="SE45 •••• 7466")
    assert settled(session(connected, bank_account=skipped)) == BankAccountAnswer(masked="SE45 •••• 7466")


# ---------------------------------------------------------------------------------------------- connect


def test_connect_asks_the_brands_own_fields_in_its_own_words() -> None:
    serial, pin = record_of(Step.CONNECT).questions(CONNECTING["easee"], {})
    assert (serial.name, serial.kind, pin.name, pin.kind) == (
        *("serial_number", QuestionKind.TEXT),
        *("pin", QuestionKind.SECRET),
    )
    assert said(pin.help, WORDS) == "On the Chargeberry, under the front cover."
    assert said(BrandText("easee", "pin.label"), Words("xx")) == "PIN", "in English where the language has none"


# ---------------------------------------------------------------------------------------------- signing in


def test_signing_in_asks_what_its_check_reads() -> None:
    typed = {one.name: as_typed(one, KNOWN[one.name]) for one in QUESTIONS}
    assert check_sign_in(typed).email == "kim@example.com"
    for question in QUESTIONS:
        with pytest.raises(AnswersWrong) as wrong:
            check_sign_in({**typed, question.name: as_typed(question, "")})
        assert set(wrong.value.problems) == {question.name}
    assert [one.name for one in QUESTIONS if one.kind is QuestionKind.SECRET] == ["fleet_member_id", "partner_key"]


def test_a_makers_sign_in_takes_the_password_as_it_is() -> None:
    asked = maker_sign_in_questions("zaptec")
    typed = {one.name: as_typed(one, KNOWN[one.name]) for one in asked}
    answer = check_maker_sign_in("zaptec", {**typed, "user_name": " ada@example.com\n"})
    assert (answer.user_name, answer.password.get_secret_value()) == ("ada@example.com", " secret ")
    assert "secret" not in repr(answer)
    with pytest.raises(AnswersWrong) as wrong:
        check_maker_sign_in("zaptec", {"password": SecretStr("  ")})
    assert {name: WORDS.say(one) for name, one in wrong.value.problems.items()} == {
        "user_name": "Type your user name at Zaptec: your e-mail.",
        "password": "Type your password at Zaptec.",
    }
    assert all(said(one.label, WORDS) and said(one.hint, WORDS) and said(one.help, WORDS) for one in asked)


def test_a_site_answer_is_checked_as_typed() -> None:
    answer = record_of(Step.CHARGE_SITE).check(session(account(STORGATAN)), {"site": "site-1", "price": "250 öre"})
    assert isinstance(answer, ChargeSiteAnswer)
    assert str(answer.price_per_kwh) == "2.50"
