"""Sign in: two ways into the customer's account on one screen, each as it was left while the other one shows."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from screens.countdown import STEP, Countdown, until_it_changes, until_the_next_second
from screens.messages import LeftSignIn, SignedIn
from screens.sign_in.frame import SignInFrame
from screens.widgets.notice import Tone
from services.activation.qr_sign_in import LinkPace, LinkWatch
from services.activation.sign_in_back_off import SignInBackOff
from services.contracts import Cause, LinkStatus, ServiceError

if TYPE_CHECKING:
    from textual.widgets import Button
    from textual.worker import Worker

    from screens.look import Look
    from services.activation.sign_in import SignIn
    from services.contracts import Services


class SignInScreen(SignInFrame):
    """`reason` says why it's asked again. Answers with `SignedIn` or `LeftSignIn`."""

    PACE: ClassVar[LinkPace] = LinkPace()
    TICK: ClassVar[float] = STEP
    """Seconds between two looks at what's counted, at most."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "other_way", show=False),
        Binding("f6", "other_code", show=False),
        Binding("f8", "approve", show=False),
    ]

    def __init__(self, look: Look, services: Services, *, reason: str = "") -> None:
        super().__init__(look, services)
        self._reason = reason
        self._patience = SignInBackOff(services.clock)
        self._watch = self._new_watch()
        self._following: Worker[None] | None = None
        self._ended: LinkStatus | ServiceError | None = None
        self._late = self._unread = self._left = False
        self._countdown = Countdown(self, self._count, most=self.TICK)

    def on_mount(self) -> None:
        """The code comes by itself."""
        if self._reason:
            self.notice.say(Tone.WARNING, self._reason)
        self._start_link()

    # ---------------------------------------------------------------------------------- the QR way

    def _new_watch(self) -> LinkWatch:
        return LinkWatch(self.services.northe, self.services.clock, self._show, self.PACE)

    def _start_link(self) -> None:
        self._watch, self._ended, self._unread = self._new_watch(), None, False
        self._following = self.run_worker(self._follow(), group="link", exclusive=True)

    async def _follow(self) -> None:
        """One code after the other until the customer has answered."""
        self._late = False
        self._show()
        late = self.set_timer(self.PACE.show_after, self._say_fetching)
        try:
            self._ended = await self._watch.run()
        except ServiceError as error:
            self._ended = error
        finally:
            late.stop()
        self._show()
        if self._ended is LinkStatus.APPROVED:
            self._enter(None)
        elif not self.without_customer:
            self._offer_new_code()

    def _give_up_link(self) -> None:
        """An approval that's under way must not open a session any more."""
        if self._following is not None and self._ended is None:
            self._following.cancel()

    def _resume_link(self) -> None:
        """The code as it was left, or a new one if that one has been given up or used up."""
        if self._following is None or self._following.is_cancelled or self._ended is LinkStatus.APPROVED:
            self._start_link()
        elif self._ended is not None:
            self._offer_new_code()
        else:
            self._watch.go_on()

    def _offer_new_code(self) -> None:
        """There's none any more, and whoever stands there has to know why and wants another."""
        if isinstance(self._ended, ServiceError):
            self.fail(self._ended)
        self.go.focus()

    def _say_fetching(self) -> None:
        self._late = True
        self._show()

    def action_approve(self) -> None:
        """F8, in the sandbox only: what the customer would do on their phone."""
        if self._watch.offer is not None and self._ended is None and not self.without_customer:
            self.run_worker(self._approve(self._watch.offer.link_id), group="phone", exclusive=True)

    async def _approve(self, link_id: str) -> None:
        if (phone := self.services.phone) is None:
            return
        try:
            await phone.approve(link_id)
        except ServiceError as error:
            self.fail(error)
        else:
            self._watch.ask_now()

    def action_help(self) -> None:
        """F1: with the link, too, for a phone whose camera won't do."""
        payload = self._code_to_show()
        if self.without_customer or not payload:
            super().action_help()
            return
        from screens.dialogs.help import HelpDialog

        text = f"{self.t('sign_in.help')}\n\n{self.t('sign_in.qr.help_link', payload=payload)}"
        self.app.push_screen(HelpDialog(self.look, self.t("sign_in.title"), text))

    # ---------------------------------------------------------------------------------- without the customer

    def action_other_way(self) -> None:
        """F4: from one way to the other. An account that's half open is closed before."""
        if not self.waiting:
            self.run_worker(self._turn(), group="going", exclusive=True)

    async def _turn(self) -> None:
        await self._close()
        self.set_focus(None)
        if self.notice.text != self._reason:
            self.notice.clear()
        self.turn(without_customer=not self.without_customer)
        if self.without_customer:
            self._watch.pause()
            self.field("email").input.focus()
        else:
            self._resume_link()
        self._show()

    def _sign_in(self) -> None:
        """Checks what was typed and asks Northe, or refuses at the fields."""
        from services.activation.answers import AnswersWrong
        from services.activation.sign_in import check_sign_in

        self.notice.clear()
        try:
            answer = check_sign_in(self.typed())
        except AnswersWrong as wrong:
            self.refuse(wrong.problems)
        else:
            self._give_up_link()
            self._enter(answer)

    # ---------------------------------------------------------------------------------- into the account

    def _enter(self, answer: SignIn | None) -> None:
        self.run_worker(self._open_account(answer), group="enter", exclusive=True)

    async def _open_account(self, answer: SignIn | None) -> None:
        """Signs in, unless the customer has approved already, and reads the account."""
        northe, self._unread = self.services.northe, False
        self._show()
        try:
            async with self.busy(self.t("sign_in.reading" if answer is None else "sign_in.signing_in")):
                if answer is not None:
                    await northe.sign_in(answer.email, answer.fleet_member_id, answer.partner_key)
                    self.tell_head()  # reading the account may take its time, or fail
                account = await northe.account()
        except ServiceError as error:
            self._fail_to_enter(error)
        else:
            self.post_message(SignedIn(account))

    def _fail_to_enter(self, error: ServiceError) -> None:
        """One message for every wrong combination, and nothing is cleared."""
        self._unread = self.services.northe.signed_in
        if error.cause is Cause.SIGN_IN_REJECTED:
            self._patience.refused()
            self.notice.say(Tone.ERROR, self.t("sign_in.rejected"))
        else:
            self.fail(error)
        if error.retry_after is not None or error.cause is Cause.THROTTLED:
            self._patience.wait(error.retry_after)
        if error.cause is Cause.SESSION_EXPIRED:
            self.services.northe.forget()
            self._ended, self._unread = self._ended and error, False
        self._show()
        if self.without_customer and self.refuse_at_field(error, error.field):
            return
        if self.without_customer and (self.go.disabled or error.cause is Cause.SIGN_IN_REJECTED):
            self.field("email").input.focus()
        else:
            self.go.focus()

    # ---------------------------------------------------------------------------------- leaving

    def action_back(self) -> None:
        """F9: to Start, with nobody signed in."""
        self.workers.cancel_group(self, "enter")
        self.run_worker(self._leave(), group="going", exclusive=True)

    async def _leave(self) -> None:
        self._give_up_link()
        await self._close()
        if not self._left:
            self._left = True
            self.post_message(LeftSignIn(maybe_open=self.maybe_open))

    def on_screen_resume(self) -> None:
        """The wizard may ask whether to leave, and be told to stay: then it goes on here."""
        if self._left and not self.without_customer:
            self._resume_link()
        self._left = False

    async def _close(self) -> None:
        """Signs out whoever is signed in with an account that was never read. Asks before it leaves one open."""
        from screens.dialogs.confirm import ConfirmDialog
        from services.activation.explanations import describe

        northe, t = self.services.northe, self.t
        gaps = {"name": t("sign_in.the_customer")}
        while northe.signed_in:
            try:
                async with self.busy(t("shell.signing_out.doing", **gaps)):
                    await northe.sign_out()
            except ServiceError as error:
                why = self.look.words.say(describe(error)[1])
                dialog = ConfirmDialog(
                    self.look, t("shell.signing_out.failed_title"), t("shell.signing_out.failed", why=why, **gaps),
                    yes=t("shell.signing_out.leave"), no=t("shell.signing_out.again"),
                )  # fmt: skip
                if await self.app.push_screen_wait(dialog):
                    northe.forget()
                    self.maybe_open = True

    def action_stop_waiting(self) -> None:
        """Escape: stops what was asked for, but never the watch over the code."""
        if self.waiting:
            for group in ("enter", "going"):
                self.workers.cancel_group(self, group)
            self.notice.say(Tone.INFO, self.t("shell.stopped"))
            self._unread = self.services.northe.signed_in
            self._show()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Back, the other way, or the one thing to do next."""
        event.stop()
        if event.button.id == "back":
            self.action_back()
        elif event.button.id == "other":
            self.action_other_way()
        elif not self.waiting:
            self._go()

    def _go(self) -> None:
        if self.without_customer:
            self._sign_in()
        elif self._unread:
            self._enter(None)
        else:
            self.notice.clear()
            self.set_focus(None)
            self._start_link()

    # ---------------------------------------------------------------------------------- what shows

    def _show(self) -> None:
        """Everything as it stands now; only what reads differently is painted."""
        self.tell_head()
        self.link.tell(self._watch, self._ended, late=self._late)
        self.place_code(self._code_to_show())
        self._show_next()
        self._countdown.count(until_it_changes(self._code_left), until_the_next_second(self._patience.left))

    def _count(self) -> None:
        """Of all that shows, only what's counted reads differently."""
        if self._code_to_show() != self._payload:
            self._show()
            return
        if self._code_left is not None:
            self.link.count(self._code_left)
        self._show_next()
        self._countdown.count(until_it_changes(self._code_left), until_the_next_second(self._patience.left))

    @property
    def _code_left(self) -> float | None:
        """Seconds that the code which shows is good for; None if it doesn't show."""
        counts = self._ended is None and self._watch.offer is not None and not self.without_customer
        return self._watch.left if counts else None

    def _show_next(self) -> None:
        wait = ceil(self._patience.left)
        label, shown = self._next()
        if wait and shown and label != "sign_in.qr.new":
            self.show_go(self.t("sign_in.wait", time=f"{wait // 60}:{wait % 60:02}"), shown=True, enabled=False)
        else:
            self.show_go(self.t(label), shown=shown, enabled=True)

    def _next(self) -> tuple[str, bool]:
        """The label of the primary button, and whether there's anything to press."""
        if self.without_customer:
            return "sign_in.go", True
        if self._ended is LinkStatus.APPROVED:
            return "sign_in.again", self._unread
        return "sign_in.qr.new", self._ended is not None

    def _code_to_show(self) -> str | None:
        """What the code says, as long as there's anybody to scan it."""
        over = self._ended not in (None, LinkStatus.APPROVED) or self._unread
        return None if over else self._watch.payload
