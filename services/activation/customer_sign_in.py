"""Into one customer's account: by a code that the customer scans, or by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.activation.kept_sign_ins import KeptSignIns
from services.activation.qr_sign_in import LinkPace, LinkWatch
from services.activation.sign_in_back_off import SignInBackOff
from services.contracts import Cause, LinkStatus, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.activation.sign_in import SignIn
    from services.contracts import Account, Services


class CustomerSignIn:
    """`changed` is called whenever something about the code is another.

    `watch`: the code that's offered. `ended`: how offering it has ended, None as long as it's offered.
    `unread`: somebody is signed in, but the account couldn't be read; `read_account` tries again.
    `kept` is told of the partner key, whether Northe takes it or not.
    """

    def __init__(
        self,
        services: Services,
        changed: Callable[[], None],
        pace: LinkPace | None = None,
        kept: KeptSignIns | None = None,
    ) -> None:
        self.kept = kept or KeptSignIns(services)
        self._northe, self._clock = services.northe, services.clock
        self._changed, self._pace = changed, pace or LinkPace()
        self._back_off = SignInBackOff(services.clock)
        self.watch = self._new_watch()
        self.ended: LinkStatus | ServiceError | None = None
        self.unread = False

    def _new_watch(self) -> LinkWatch:
        return LinkWatch(self._northe, self._clock, self._changed, self._pace)

    # ------------------------------------------------------------------------------------------ by a code

    def offer_anew(self) -> None:
        """Forgets the code before; `offer` gets another."""
        self.watch, self.ended, self.unread = self._new_watch(), None, False

    async def offer(self) -> None:
        """One code after the other until the customer has answered or it can't go on; `ended` says which."""
        try:
            self.ended = await self.watch.run()
        except ServiceError as error:
            self.ended = error

    @property
    def approved(self) -> bool:
        """Whether the customer has said yes."""
        return self.ended is LinkStatus.APPROVED

    # ------------------------------------------------------------------------------------------ by keys, or a yes

    @property
    def wait(self) -> float:
        """Seconds until keys may be tried again."""
        return self._back_off.left

    async def sign_in(self, answer: SignIn) -> None:
        """By keys. Raises `ServiceError`, and minds how long to wait after refusals."""
        self.unread = False
        try:
            await self._northe.sign_in(answer.email, answer.fleet_member_id, answer.partner_key)
        except ServiceError as error:
            self._mind(error)
            if error.cause is Cause.SIGN_IN_REJECTED:
                self.kept.refused(answer.partner_key)
            raise
        self.kept.taken(answer.partner_key)

    async def read_account(self) -> Account:
        """The account of whoever is signed in now. Raises `ServiceError`."""
        self.unread = False
        try:
            return await self._northe.account()
        except ServiceError as error:
            self._mind(error)
            raise

    def _mind(self, error: ServiceError) -> None:
        self.unread = self._northe.signed_in
        if error.cause is Cause.SIGN_IN_REJECTED:
            self._back_off.refused()
        if error.retry_after is not None or error.cause is Cause.THROTTLED:
            self._back_off.wait(error.retry_after)
        if error.cause is Cause.SESSION_EXPIRED:
            self._northe.forget()
            self.ended, self.unread = self.ended and error, False

    def stopped(self) -> None:
        """A wait was given up; what was sent may have opened the account all the same."""
        self.unread = self._northe.signed_in
