"""Tells when an upgrade of Textual changes what we rely on inside of it."""

from __future__ import annotations

import hashlib
import inspect
from typing import Any


def digest_of(thing: Any) -> str:
    """Of the source of a class, a function, or a property's getter: the beginning of its SHA-256."""
    plain: Any = thing.fget if isinstance(thing, property) else thing
    return hashlib.sha256(inspect.getsource(plain).encode()).hexdigest()[:12]
