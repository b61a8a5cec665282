"""What each brand can do for an activation beyond the catalogue's file: a folder for each that can do more."""

from __future__ import annotations

from services.activation.brands.record import BrandRecord, brand_record

__all__ = ["BrandRecord", "brand_record"]
