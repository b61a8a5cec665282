"""Sign in: two ways into the customer's account on one screen, each as it was left while the other one shows."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from screens.column import ScreenBody, Ways
from screens.copying import COPY
from screens.countdown import STEP, Countdown, until_it_changes, until_the_next_second
from screens.form import Form
from screens.look.states import Tone
from screens.messages import LeftSignIn, SignedIn
from screens.sign_in.code_view import CodeView
from screens.sign_in.credentials_panel import CredentialsPanel
from screens.sign_in.link_follower import LinkFollower
from screens.sign_in.link_panel import LinkPanel
from screens.widgets.action_button import ActionButton
from screens.widgets.keys_line import KeysLine
from screens.wizard_screen import WizardScreen
from services.activation.customer_sign_in import CustomerSignIn
from services.activation.qr_sign_in import LinkPace
from services.contracts import Cause, ServiceError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual import events
    from textual.app import ComposeResult

    from screens.look import Look
    from screens.widgets.head import Head
    from services.activation.kept_sign_ins import KeptSignIns
    from services.activation.sign_in import SignIn
    from services.contracts import Services

HIGHEST_NOTICE = 9
"""Rows: beside the code it's narrow, but there's room."""


class SignInScreen(WizardScreen):
    """`said`: why it's asked again, or how the activation before ended, and in which tone. `email`: whom it's about.

    Answers with `SignedIn` or `LeftSignIn`. The notice stands beside the code, so that it never takes rows from it.
    Parts that a watch changes are held and not looked up: it may tell of something while the screen is taken down.
    """

    AREA: ClassVar[str] = "sign_in"
    AUTO_FOCUS: ClassVar[str | None] = ""  # nothing to press while the customer scans: the screen goes on by itself

    PACE: ClassVar[LinkPace] = LinkPace()
    TICK: ClassVar[float] = STEP
    """Seconds between two looks at what's counted, at most."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "reveal", "shell.keys.show"),
        Binding("f2", "in_words", "shell.keys.link"),
        Binding("f4", "other_way"),
        Binding("f6", "other_code", "shell.keys.no_scan"),
        COPY,
        Binding("ctrl+p", "approve", "sign_in.keys.approve"),
    ]
    FOOTER: ClassVar[tuple[str, ...]] = ("f10", "f4", "ctrl+p", "f6", "f9", "f1", "ctrl+q", "f8", "f2", "f3")

    form: Form

    def __init__(
        self,
        look: Look,
        services: Services,
        said: tuple[Tone, str] = (Tone.WARNING, ""),
        *,
        email: str = "",
        kept: KeptSignIns | None = None,
    ) -> None:
        super().__init__(look, services)
        self.form = Form(self, look, self.notice)
        self.link = LinkPanel(look, with_phone=services.phone is not None)
        self.go = ActionButton(self.t("sign_in.qr.new"), id="go", action="go", primary=True)
        self._other = ActionButton(self.t("sign_in.qr.other_button"), id="other", action="other_way")
        self._code = CodeView(self, self.link)
        self.notice.styles.max_height = HIGHEST_NOTICE
        self._tone, self._reason = said
        self._customer = CustomerSignIn(services, self._show, self.PACE, kept)
        self._credentials = CredentialsPanel(look, self._customer.kept, email)
        self._follower = LinkFollower(
            self, self._customer, late_after=self.PACE.show_after, changed=self._show, over=self._link_over
        )
        self._left = False
        self._countdown = Countdown(self, self._count, most=self.TICK)

    def compose_head(self) -> Head:
        """It's before the first step."""
        return self.head_at(-1)

    def compose(self) -> ComposeResult:
        """As every screen, but for the link on a row of its own, and the code at the left of body and notice."""
        yield self.compose_head()
        yield self._code.row
        with Ways(id="ways"):
            yield self._code.box
            with Vertical(id="words"):
                if self._reason:  # it comes before all else that's said
                    yield self.notice
                with ScreenBody(id="body"):
                    yield self.link
                    yield self._credentials
                if not self._reason:
                    yield self.notice
        with Horizontal(id="actions"):
            yield ActionButton(self.t("shell.back"), id="back", action="back")
            yield self.spring()
            yield self._other
            yield self.go
        yield KeysLine(self.look)

    def begin(self) -> None:
        if self._reason:
            self.notice.say(self._tone, self._reason)
        self._follower.start()

    @property
    def without_customer(self) -> bool:
        """Whether the fields show, and not the code."""
        return self.has_class("without-customer")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys for the code while there's one, and for secrets where they're asked for."""
        allowed = {
            "reveal": self.without_customer,
            "approve": self.services.phone is not None and self._customer.ended is None and not self.without_customer,
        }.get(action, self._code.allowed(action))
        return super().check_action(action, parameters) if allowed is None else allowed

    def footer_keys(self) -> Sequence[str]:
        """F3 comes last, but where it's for a code that can't be scanned; F2 is for the fields first of all."""
        if self.without_customer:
            return ("f10", "f4", "f2", "f9", "f1", "ctrl+q", "f3")
        inverted = self.look.guesses_light
        return ("f4", "f6", "f3", "ctrl+p", "f9", "f1", "ctrl+q", "f8", "f2") if inverted else self.FOOTER

    def key_words(self, action: str) -> str | None:
        """Each way has its own words for the way to the other one."""
        inverted = self.look.guesses_light and not self.without_customer
        return {
            "other_way": "shell.keys.code" if self.without_customer else "sign_in.keys.credentials",
            "other_theme": "shell.keys.inverted" if inverted else None,
            "next": self._next()[0],
        }.get(action, self._code.key_words(action))

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """Another size may have room for the code, or none any more."""
        self.place_code(self._code.box.payload)

    # ---------------------------------------------------------------------------------- the code's place

    def place_code(self, payload: str | None) -> None:
        """Empty: it's about to come, so its place is kept; None: there's none."""
        self._code.place(payload, wanted=not self.without_customer)

    def action_other_code(self) -> None:
        self._code.change_form()

    def action_in_words(self) -> None:
        self._code.turn_to_words()

    def action_copy(self) -> None:
        self._code.copy()

    # ---------------------------------------------------------------------------------- the QR way

    def _link_over(self) -> None:
        if self._customer.approved:
            self._enter(None)
        elif not self.without_customer:
            self._offer_new_code()

    def _resume_link(self) -> None:
        """The code as it was left, or a new one if that one has been given up or used up."""
        if self._follower.used_up:
            self._follower.start()
        elif self._customer.ended is not None:
            self._offer_new_code()
        else:
            self._customer.watch.go_on()

    def _offer_new_code(self) -> None:
        """There's none any more, and whoever stands there has to know why and wants another."""
        if isinstance(self._customer.ended, ServiceError):
            self.fail(self._customer.ended)
        self.go.focus()

    def action_approve(self) -> None:
        """Ctrl+P, in the sandbox only: what the customer would do on their phone."""
        if self._code_left is not None:
            self.run_worker(self._approve(), group="phone", exclusive=True)

    async def _approve(self) -> None:
        phone, offer = self.services.phone, self._customer.watch.offer
        if phone is None or offer is None:
            return
        try:
            await phone.approve(offer.link_id)
        except ServiceError as error:
            self.fail(error)
        else:
            self._customer.watch.ask_now()

    def action_help(self) -> None:
        """F1: with the link, too, for a phone whose camera won't do."""
        payload = self._code_to_show()
        if self.without_customer or not payload:
            super().action_help()
            return
        link = self.t("sign_in.qr.help_link", payload=payload)
        self.show_help(self.t("sign_in.title"), f"{self.t('sign_in.help')}\n\n{link}")

    def action_reveal(self) -> None:
        """F2: shows the secrets for a few seconds."""
        self.form.reveal()

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
        self.toggle_class("without-customer")
        label = "sign_in.credentials.other_button" if self.without_customer else "sign_in.qr.other_button"
        self._other.say(self.t(label))
        self.place_code(self._code.box.payload)
        if self.without_customer:
            self._customer.watch.pause()
            self._credentials.first_asked.focus()
        else:
            self._resume_link()
        self._show()

    def _sign_in_by_keys(self) -> None:
        """Checks what was typed and asks Northe, or refuses at the fields."""
        from services.activation.answers import AnswersWrong
        from services.activation.sign_in import check_sign_in

        self.notice.clear()
        try:
            answer = check_sign_in(self.form.typed())
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
        else:
            self._follower.give_up()
            self._enter(answer)

    # ---------------------------------------------------------------------------------- into the account

    def _enter(self, answer: SignIn | None) -> None:
        self.run_worker(self._open_account(answer), group="enter", exclusive=True)

    async def _open_account(self, answer: SignIn | None) -> None:
        """Signs in, unless the customer has approved already, and reads the account."""
        self._customer.unread = False
        self._show()
        try:
            async with self.busy(self.t("sign_in.reading" if answer is None else "sign_in.signing_in")):
                if answer is not None:
                    await self._customer.sign_in(answer)
                    self.tell_head()  # reading the account may take its time, or fail
                account = await self._customer.read_account()
        except ServiceError as error:
            self._fail_to_enter(error)
        else:
            self.post_message(SignedIn(account))

    def _fail_to_enter(self, error: ServiceError) -> None:
        """One message for every wrong combination, and nothing is cleared."""
        if error.cause is Cause.SIGN_IN_REJECTED:
            self.notice.say(Tone.ERROR, self.t("sign_in.rejected"))
            self._credentials.tell_kept()
        else:
            self.fail(error)
        self._show()
        if self.without_customer and self.form.refuse_at_field(error, error.field):
            return
        if self.without_customer and (self.go.disabled or error.cause is Cause.SIGN_IN_REJECTED):
            self.form.field("email").input.focus()
        else:
            self.go.focus()

    # ---------------------------------------------------------------------------------- leaving

    def action_back(self) -> None:
        """F9: to Start, with nobody signed in."""
        self.workers.cancel_group(self, "enter")
        self.run_worker(self._leave(), group="going", exclusive=True)

    async def _leave(self) -> None:
        self._follower.give_up()
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
        from screens.dialogs.signing_out import signed_out

        if not await signed_out(self.app, self.look, self.services.northe, self.t("sign_in.the_customer")):
            self.maybe_open = True

    def action_stop_waiting(self) -> None:
        """Escape: stops what was asked for, but never the watch over the code."""
        if self.waiting:
            for group in ("enter", "going"):
                self.workers.cancel_group(self, group)
            self.notice.say(Tone.INFO, self.t("shell.stopped"))
            self._customer.stopped()
            self._show()

    def action_go(self) -> None:
        """The primary button: signs in, reads the account once more, or has a new code made."""
        if self.waiting:
            return
        if self.without_customer:
            self._sign_in_by_keys()
        elif self._customer.unread:
            self._enter(None)
        else:
            self.notice.clear()
            self.set_focus(None)
            self._follower.start()

    # ---------------------------------------------------------------------------------- what shows

    def _show(self) -> None:
        """Everything as it stands now; only what reads differently is painted."""
        self.tell_head()
        self.link.tell(self._customer.watch, self._customer.ended, late=self._follower.late)
        self._show_next()
        self.place_code(self._code_to_show())
        self._countdown.count(until_it_changes(self._code_left), until_the_next_second(self._customer.wait))

    def _count(self) -> None:
        """Of all that shows, only what's counted reads differently."""
        if self._code_to_show() != self._code.box.payload:
            self._show()
            return
        if self._code_left is not None:
            self.link.count(self._code_left)
        before = self.go.disabled
        self._show_next()
        if self.go.disabled is not before:
            self.tell_keys()
        self._countdown.count(until_it_changes(self._code_left), until_the_next_second(self._customer.wait))

    @property
    def _code_left(self) -> float | None:
        """Seconds that the code which shows is good for; None if it doesn't show."""
        counts = self._customer.ended is None and self._customer.watch.offer is not None and not self.without_customer
        return self._customer.watch.left if counts else None

    def _show_next(self) -> None:
        wait = ceil(self._customer.wait)
        label, shown = self._next()
        waits = bool(wait) and label != "sign_in.qr.new"
        if shown:
            time = f"{wait // 60}:{wait % 60:02}"
            self.go.say(self.t("sign_in.wait", time=time) if waits else self.t(label))
        self.go.display = shown
        self.go.disabled = shown and waits

    def _next(self) -> tuple[str, bool]:
        """The label of the primary button, and whether there's anything to press."""
        if self.without_customer:
            return "sign_in.go", True
        if self._customer.approved:
            return "sign_in.again", self._customer.unread
        return "sign_in.qr.new", self._customer.ended is not None

    def _code_to_show(self) -> str | None:
        """What the code says, as long as there's anybody to scan it."""
        over = (self._customer.ended is not None and not self._customer.approved) or self._customer.unread
        return None if over else self._customer.watch.payload
