"""The step Type: the charge box's name, brand and model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong, clear
from services.activation.questions import Choice, Question, QuestionKind
from services.activation.session import BoxTypeAnswer
from services.activation.step_record import StepRecord, VoidedSteps
from services.activation.steps import Step
from services.rules import catalogue
from services.rules.serials import holds_serial
from services.text.clean_text import clean_text
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.questions import Text
    from services.activation.session import Session
    from services.activation.step_record import LeftStep, ReceiptRows, ReceiptView

LONGEST_NAME = 40
"""Characters: what fits a line of the app and of the receipt."""


def _questions(session: Session, typed: Typed) -> tuple[Question, ...]:  # noqa: ARG001 - asked alike in every account
    """The first brand and its first model are the common case."""
    brands = catalogue.brands()
    brand = next((one for one in brands if one.id == typed.get("brand")), brands[0])
    note = "" if brand.documented else Message("box_type.brand.unconfirmed_note", {"brand": brand.name})
    is_serial = holds_serial(brand.id, clear(typed.get("name", "")))
    return (
        Question(
            name="name",
            label=Message("box_type.name.label"),
            hint=Message("box_type.name.hint"),
            help=Message("box_type.name.help"),
            warning=Message("box_type.name.serial") if is_serial else "",
            default=Message("box_type.default_name"),
            longest=LONGEST_NAME * 2,
        ),
        Question(
            name="brand",
            label=Message("box_type.brand.label"),
            kind=QuestionKind.CHOICE,
            help=Message("box_type.brand.help"),
            warning=note,
            choices=tuple(Choice(one.id, _brand_name(one)) for one in brands),
            default=brands[0].id,
        ),
        Question(
            name="model",
            label=Message("box_type.model.label"),
            kind=QuestionKind.CHOICE,
            help=Message("box_type.model.help"),
            choices=tuple(Choice(one.id, one.name) for one in brand.models),
            default=brand.models[0].id,
        ),
    )


def _brand_name(brand: catalogue.Brand) -> Text:
    return brand.name if brand.documented else Message("box_type.brand.unconfirmed", {"brand": brand.name})


def check_box_type(typed: Typed) -> BoxTypeAnswer:
    """Fields `name`, `brand` and `model` (ids of the catalogue). Raises `AnswersWrong`."""
    problems: dict[str, Message] = {}
    name = clean_text(typed.get("name"), 10 * LONGEST_NAME)
    if not name:
        problems["name"] = Message("box_type.name.empty")
    elif len(name) > LONGEST_NAME:
        problems["name"] = Message("box_type.name.too_long", {"most": LONGEST_NAME, "count": len(name)})
    brand = next((one for one in catalogue.brands() if one.id == typed.get("brand")), None)
    model = next((one for one in brand.models if one.id == typed.get("model")), None) if brand else None
    if brand is None:
        problems["brand"] = Message("box_type.brand.empty")
    elif model is None:
        problems["model"] = Message("box_type.model.empty")
    if problems or brand is None or model is None:
        raise AnswersWrong(problems)
    return BoxTypeAnswer(name=name, brand=brand.id, model=model.id)


def _resume(session: Session, left: LeftStep) -> BoxTypeAnswer | None:
    return check_box_type(session.typed_in(Step.BOX_TYPE)) if left.answered else None


def _voids(before: BoxTypeAnswer | None, after: BoxTypeAnswer | None) -> VoidedSteps:
    """Another brand: what was typed at Connect is another brand's serial number and goes, too."""
    if before is None or before == after:
        return VoidedSteps()
    other_brand = after is None or after.brand != before.brand
    return VoidedSteps(frozenset({Step.CONNECT}), frozenset({Step.CONNECT}) if other_brand else frozenset())


def _receipt_rows(view: ReceiptView) -> ReceiptRows:
    """With the serial number, since that's the box."""
    t, session = view.words.t, view.session
    if session.box_type is None:
        return []
    box = t("receipt.box", name=session.box_type.name, model=model_name(session.box_type))
    serial = [(t("receipt.row.serial"), session.connect.serial_number)] if session.connect is not None else []
    return [(t("receipt.row.box"), box), *serial]


def model_name(box_type: BoxTypeAnswer) -> str:
    """Brand and model as the label says them; their ids if the catalogue doesn't know them any more."""
    try:
        brand = catalogue.brand(box_type.brand)
        name = catalogue.model(brand, box_type.model).name
    except catalogue.NotInCatalogue:
        return f"{box_type.brand} {box_type.model}"
    return name if name.casefold().startswith(brand.name.casefold()) else f"{brand.name} {name}"


RECORD = StepRecord(
    answer=BoxTypeAnswer,
    questions=_questions,
    check=lambda session, typed: check_box_type(typed),  # noqa: ARG005 - the same in every account
    resume=_resume,
    voids=_voids,
    receipt_rows=_receipt_rows,
    of_box=True,
)
