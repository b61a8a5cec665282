"""Step 1, Type: the charge box's name, brand and model."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.answers import AnswersWrong
from services.activation.session import BoxType
from services.rules import catalogue
from services.text.cleaning import clean_text
from services.text.words import Message

if TYPE_CHECKING:
    from services.activation.answers import Typed

LONGEST_NAME = 40
"""Characters: what fits a line of the app and of the receipt."""


def check_box_type(typed: Typed) -> BoxType:
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
    return BoxType(name=name, brand=brand.id, model=model.id)
