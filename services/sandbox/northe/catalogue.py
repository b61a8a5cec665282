"""The catalogue of brands as Northe would publish it: here it's the copy that ships with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.clouds.northe.wire import CatalogueBody, CatalogueBrand, CatalogueField, CatalogueModel
from services.rules.catalogue import brands
from services.sandbox.northe.problems import answer

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


async def catalogue(_request: Request) -> Response:
    """GET /v1/catalogue. Needs no session."""
    return answer(
        CatalogueBody(
            brands=[
                CatalogueBrand(
                    id=brand.id,
                    name=brand.name,
                    documented=brand.documented,
                    models=[CatalogueModel(id=model.id, name=model.name) for model in brand.models],
                    connect_fields=[
                        CatalogueField(name=field.name, required=field.required, secret=field.is_secret)
                        for field in brand.connect_fields
                    ],
                )
                for brand in brands()
            ]
        )
    )
