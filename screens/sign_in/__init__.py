"""Signing in to the customer's account: by a QR code that the customer scans, or by e-mail and partner key."""

from __future__ import annotations

from screens.sign_in.screen import SignInScreen

__all__ = ["SignInScreen"]
