"""The permission at the maker: the consent link as text and as a code, the way by hand, and whether it's there."""

from __future__ import annotations

from screens.permission.screen import PermissionScreen

__all__ = ["PermissionScreen"]
