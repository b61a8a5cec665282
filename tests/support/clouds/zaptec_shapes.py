"""Whether an answer of Zaptec's has the names and types of its OpenAPI document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SHAPES: dict[str, dict[str, str]] = json.loads((Path(__file__).parent / "shapes.json").read_text("utf-8"))
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
}


IRREGULAR = {"totalUserChargerReportModel"}
"""Names that the real service doesn't write in PascalCase, as published clients read them."""


def fits(value: dict[str, Any], model: str) -> None:
    """Fails on a name that the model doesn't have, one that isn't PascalCase, a null, or a wrong type."""
    assert value, "an empty object says nothing"
    for name, part in value.items():
        assert name[0].isupper() or name in IRREGULAR, name
        expected = SHAPES[model].get(name.lower())
        assert expected, f"{model} has no {name}"
        assert type(part) in TYPES[expected], f"{model}.{name} is {part!r}, not {expected}"
