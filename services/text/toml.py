"""Reads TOML that a person wrote, so that whatever is wrong with it comes as one kind of error."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def read_toml(text: str, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The document's values. Raises `tomllib.TOMLDecodeError` only, with a place in it where one is known.

    tomllib by itself also raises what Python does about brackets inside brackets and about numbers without end.
    """
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        why = "Too many brackets inside each other"
    except (ValueError, ArithmeticError):
        why = "A number has too many digits"
    raise tomllib.TOMLDecodeError(why)
