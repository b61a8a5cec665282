"""Step 4, Connect: the brand's own fields, a read-only check, and connecting with live progress."""

from __future__ import annotations

from screens.connect.screen import ConnectScreen

__all__ = ["ConnectScreen"]
