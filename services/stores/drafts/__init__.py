"""Keeps unfinished activations, so that a line that drops costs nothing: files without secrets, for two days.

A draft is told by its customer: whoever signs in to the same account goes on with it.
"""

from __future__ import annotations

from services.stores.drafts.folder import KEPT_FOR, NAMED, DraftFolder, OpenDraft

__all__ = ["KEPT_FOR", "NAMED", "DraftFolder", "OpenDraft"]
