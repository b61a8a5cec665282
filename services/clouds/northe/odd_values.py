"""How odd values in Northe's answers are read, so that they cost no more than themselves."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError, ValidatorFunctionWrapHandler, WrapValidator


def otherwise(instead: Any) -> WrapValidator:
    """For a field of a body: a value in another shape than agreed is read as `instead`."""

    def read(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            return instead

    return WrapValidator(read)


def _without_odd_ones(value: Any, handler: ValidatorFunctionWrapHandler) -> Any:
    if value is None:
        return []
    try:
        return handler(value)
    except ValidationError as error:
        if not isinstance(value, list):
            raise
        told = error.errors(include_input=False, include_url=False, include_context=False)
    odd = {one["loc"][0] for one in told if one["loc"]}
    return handler([entry for index, entry in enumerate(value) if index not in odd])


NotNeeded = otherwise(None)
"""What decides nothing by itself: something odd is as good as nothing."""

EachByItself = WrapValidator(_without_odd_ones)
"""Of a list: one odd entry, of which the program could make nothing, leaves the others as they are."""
