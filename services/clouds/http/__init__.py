"""How both clouds are asked: one policy of time limits, repeats and request limits, and one way to read answers."""

from __future__ import annotations

from services.clouds.http.connection import Connection
from services.clouds.http.exchange import Answer, HttpRequest, Unreadable, sendable
from services.clouds.http.limiter import Limiter
from services.clouds.http.policy import Policy
from services.clouds.http.shared_client import demand_safe, open_client
from services.clouds.line_check import LineUnusable

__all__ = [
    "Answer",
    "Connection",
    "HttpRequest",
    "Limiter",
    "LineUnusable",
    "Policy",
    "Unreadable",
    "demand_safe",
    "open_client",
    "sendable",
]
