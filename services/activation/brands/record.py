"""All that the heart knows of one brand, in one record, which stands in the folder that's named after the brand.

A record imports what it's made of (the common check items), so that nothing of these may import a record: they get it
by `brand_record`, which finds it by the brand's id.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.activation.diagnosis.check_items import CheckItem
    from services.activation.diagnosis.facts import BoxFacts
    from services.contracts import BoxEvidence
    from services.contracts.clouds import ConsentPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandRecord:
    """The defaults are those of a brand that nobody can look into. Whether the installer can sign in at the maker, see
    more of the box there, and pick it from a list of their own, `Services.makers` tells: it has the brand's cloud.

    `consent_link`: of a brand whose boxes Northe sees only with a permission that's given on the maker's own page: the
    address to open on any phone. It gets the place, what's known of the box, and the model's id, None where nobody has
    chosen one; it hands out None as long as too little is known for a link that works.
    `items`: the check list of a box; None: whether its number is right, and what Northe says.
    `about_connecting`: the key of the sentence that says what connecting changes; None: the catalogue's note, if any.
    """

    consent_link: Callable[[ConsentPlace, BoxEvidence, str | None], str | None] | None = None
    items: Callable[[BoxFacts], tuple[CheckItem, ...]] | None = None
    about_connecting: str | None = None


@cache
def brand_record(brand_id: str) -> BrandRecord:
    """The record of a brand: `RECORD` in the folder that's named after its id; the plain one where there's none."""
    name = f"services.activation.brands.{brand_id}"
    if find_spec(name) is None:
        return BrandRecord()
    return cast("BrandRecord", import_module(name).RECORD)
