"""Step 4, Connect: the brand's own fields, such as the serial number on the label."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

from services.activation.answers import AnswersWrong, clear
from services.activation.connecting import in_account
from services.activation.questions import BrandText, Question, QuestionKind
from services.activation.session import ConnectAnswer
from services.activation.step_record import StepRecord
from services.activation.steps import Step
from services.contracts import Stage
from services.rules import catalogue
from services.rules.label_codes import once
from services.rules.labels import read_number
from services.rules.serials import SerialReading, SerialWrong
from services.text.clean_text import bare_word
from services.text.times import local_time
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed
    from services.activation.session import BoxTypeAnswer, Session
    from services.activation.step_record import LeftStep, ReceiptRows, ReceiptView

SERIAL = "serial_number"
_HYPHENS = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
"""What a word processor makes of them."""


def _questions(session: Session, typed: Typed) -> tuple[Question, ...]:  # noqa: ARG001 - the brand alone tells
    """The brand's fields in the catalogue, so none before the brand is known."""
    if session.box_type is None:
        return ()
    brand = catalogue.brand(session.box_type.brand)
    return tuple(
        Question(
            name=field.name,
            label=BrandText(brand.id, field.label),
            kind=QuestionKind.SECRET if field.is_secret else QuestionKind.TEXT,
            hint=BrandText(brand.id, field.help),
            help=BrandText(brand.id, field.help),
            required=field.required,
        )
        for field in brand.connect_fields
    )


def check_connect(box_type: BoxTypeAnswer, typed: Typed) -> tuple[ConnectAnswer, SerialReading]:
    """The brand's fields by their names in the catalogue, and what was put right in the serial number.

    Raises `AnswersWrong`.
    """
    problems: dict[str, Message] = {}
    fields: dict[str, SecretStr] = {}
    reading: SerialReading | None = None
    for field in catalogue.brand(box_type.brand).connect_fields:
        value = clear(typed.get(field.name, ""))
        if field.name == SERIAL:
            try:
                reading = read_number(box_type.brand, box_type.model, value)
                fields[SERIAL] = SecretStr(reading.value)
            except SerialWrong as wrong:
                problems[SERIAL] = wrong.message
            continue
        tidy = bare_word(_once(value) if field.kind is catalogue.FieldKind.TEXT else value)
        if not field.fits(tidy):
            problems[field.name] = Message("connect.field.wrong" if tidy else "connect.field.empty")
        fields[field.name] = SecretStr(tidy)
    if problems or reading is None:
        raise AnswersWrong(problems)
    return ConnectAnswer(serial_number=reading.value, fields=fields), reading


def _once(text: str) -> str:
    """What was scanned twice, once. Two that differ stay apart, so that no identity is made of both."""
    words = dict.fromkeys(filter(None, (bare_word(word) for word in text.split())))
    return once("|".join(words)).translate(_HYPHENS)


def is_online(session: Session) -> bool:
    """Whether Northe has said that the box is online; otherwise it was left waiting."""
    box = session.connect.box if session.connect else None
    return box is not None and box.stage is Stage.ONLINE


def _check(session: Session, typed: Typed) -> ConnectAnswer:
    if session.box_type is None:
        raise LookupError("connecting without a brand")
    answer, _ = check_connect(session.box_type, typed)
    return answer


def _resume(session: Session, left: LeftStep) -> ConnectAnswer | None:  # noqa: ARG001 - Northe knows, however it was left
    """The box that Northe was asked to connect, if it's still at work on it: followed on instead of asked for again."""
    if session.box_type is None or session.account is None:
        return None
    answer, _ = check_connect(session.box_type, session.typed_in(Step.CONNECT))
    box = in_account(session.account.boxes, session.box_type.brand, answer.serial_number)
    if box is None or box.stage is Stage.FAILED:
        return None
    return answer.model_copy(update={"box": box})


def _receipt_rows(view: ReceiptView) -> ReceiptRows:
    t, session = view.words.t, view.session
    box = session.connect.box if session.connect else None
    if box is None or not is_online(session):
        return [(t("receipt.row.online"), t("receipt.online_no"))]
    if box.online_since is None:
        return [(t("receipt.row.online"), t("receipt.online_yes"))]
    return [(t("receipt.row.online_since"), local_time(box.online_since, view.zone))]


RECORD = StepRecord(
    answer=ConnectAnswer, questions=_questions, check=_check, resume=_resume, receipt_rows=_receipt_rows, of_box=True
)
