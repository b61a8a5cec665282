"""Zaptec's cloud: a client of the public API, as its OpenAPI document and its help pages describe it."""
