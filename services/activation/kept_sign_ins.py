"""What is the installer's own and needn't be typed again for the next customer: partner key, sign-ins at makers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.contracts.listeners import Listeners

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr

    from services.contracts import Services


class KeptSignIns:
    """In memory only, from one customer to the next. Whoever ends the program, or finds nobody at it, has it forget.

    A customer's own keys are never in here. `keep` is the installer's wish: without it nothing outlives a customer,
    and the partner key isn't held at all.
    """

    def __init__(self, services: Services) -> None:
        self._makers = services.makers
        self.keep = services.keep_sign_ins
        self._partner_key: SecretStr | None = None
        self._listeners = Listeners()

    def listen(self, listener: Callable[[], object]) -> Callable[[], None]:
        """Calls it when all is forgotten, until what's returned is called."""
        return self._listeners.add(listener)

    @property
    def partner_key(self) -> SecretStr | None:
        """The key that Northe has taken last, None while there's none to offer."""
        return self._partner_key

    @property
    def any(self) -> bool:
        """Whether there's anything that could be forgotten."""
        return self._partner_key is not None or any(maker.signed_in_as is not None for maker in self._makers.values())

    def taken(self, partner_key: SecretStr) -> None:
        """Northe has signed somebody in with this key."""
        if self.keep:
            self._partner_key = partner_key

    def refused(self, partner_key: SecretStr) -> None:
        """Northe has said no to keys of which this is one. Which of them is wrong it doesn't tell."""
        if self._partner_key == partner_key:
            self._partner_key = None

    def forget_partner_key(self) -> None:
        """The installer doesn't want it kept."""
        self._partner_key = None

    def customer_done(self) -> None:
        """This customer is signed out, and another may come."""
        if not self.keep:
            self.forget()

    def forget(self) -> None:
        """The way out, or nobody at the keyboard: nothing stays."""
        self._partner_key = None
        for maker in self._makers.values():
            maker.forget()
        self._listeners.tell()
