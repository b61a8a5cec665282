"""The brands and models that can be picked, and what each asks for at Connect: one file for each brand.

A brand is added by adding its file beside this one; `brand_file` says what stands in it. Only a brand whose way to
connect Northe has published is marked documented; what the others ask for is an assumption, and is shown as one.

    brands()              all of them, documented ones first
    brand(id)             one of them
    model(brand, id)      one of its models
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from services.rules.catalogue.brand_file import read_folder
from services.rules.catalogue.entries import (
    SERIAL_NUMBER,
    Brand,
    ConnectField,
    FieldKind,
    Lookalikes,
    Model,
    RefusedPrefix,
    SerialRule,
    Status,
)
from services.rules.catalogue.table import CatalogueWrong

__all__ = [
    "FOLDER",
    "SERIAL_NUMBER",
    "Brand",
    "CatalogueWrong",
    "ConnectField",
    "FieldKind",
    "Lookalikes",
    "Model",
    "NotInCatalogue",
    "RefusedPrefix",
    "SerialRule",
    "Status",
    "brand",
    "brands",
    "model",
]

FOLDER = Path(__file__).parent


class NotInCatalogue(LookupError):
    """A brand or a model that no file has: from an old draft, or a mistake in the program."""


@cache
def brands() -> tuple[Brand, ...]:
    """All brands, documented ones first. Read once; raises `CatalogueWrong` for a file that can't be read."""
    return read_folder(FOLDER)


def brand(brand_id: str) -> Brand:
    """The brand with this id. Raises `NotInCatalogue`."""
    for one in brands():
        if one.id == brand_id:
            return one
    raise NotInCatalogue(brand_id)


def model(of_brand: Brand | str, model_id: str) -> Model:
    """The brand's model with this id. Raises `NotInCatalogue`."""
    owner = of_brand if isinstance(of_brand, Brand) else brand(of_brand)
    for one in owner.models:
        if one.id == model_id:
            return one
    raise NotInCatalogue(f"{owner.id}/{model_id}")
