"""The step Bank account: the screen, and the part of it that reads an account number."""

from screens.bank_account.screen import BankAccountScreen

__all__ = ["BankAccountScreen"]
