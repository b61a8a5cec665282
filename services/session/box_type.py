"""Step 1, Type: the charge box's name, brand and model."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from services import catalogue
from services.session.models import AnswersWrong, BoxType
from services.words import Message

if TYPE_CHECKING:
    from services.session.models import Typed

LONGEST_NAME = 40


def check_box_type(typed: Typed) -> BoxType:
    """Fields `name`, `brand` and `model` (ids of the catalogue). Raises `AnswersWrong`."""
    problems: dict[str, Message] = {}
    name = " ".join(_printable(str(typed.get("name", ""))).split())
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


def _printable(text: str) -> str:
    return "".join(" " if unicodedata.category(char) in {"Cc", "Zl", "Zp"} else char for char in text)
