"""Step 4, Connect: asks for the brand's own fields, checks them read-only, and connects when all is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from screens.connect.panels import OpeningScreen
from screens.messages import FleetRefused, GoTo
from screens.widgets.action import ActionButton
from screens.widgets.field import Field
from screens.widgets.question_field import text_field
from services.activation.brands import brand_record
from services.activation.connecting import Order, in_account
from services.activation.steps import Step
from services.contracts import Cause, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from services.activation.session import ConnectAnswer
    from services.contracts import BoxRequest, ServiceError


class ConnectScreen(OpeningScreen):
    """Check is the primary button until a check has passed, then Connect is."""

    STEP: ClassVar[Step] = Step.CONNECT
    AUTO_FOCUS: ClassVar[str | None] = "#input-serial-number"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "pick", "connect.keys.pick"),
        Binding("f5", "check", "connect.keys.check"),
        Binding("f6", "permission", "connect.keys.permission"),
        Binding("f7", "zaptec", "connect.keys.zaptec"),
        Binding("f8", "leave_waiting", "connect.keys.leave"),
    ]

    DEFAULT_CSS = """
    ConnectScreen #about { margin-top: 1; }
    """

    TARGETS: ClassVar[dict[Cause, Step]] = {
        Cause.LIMIT_EXCEEDED: Step.CHARGE_SITE,
        Cause.BANK_REJECTED: Step.BANK_ACCOUNT,
    }
    """Causes that are put right in an earlier step."""

    # ------------------------------------------------------------------------------------------ what it shows

    def compose_body(self) -> ComposeResult:
        """What's connected, the brand's fields, the check list or the stages, and what connecting changes."""
        language = self.look.words.language
        lead = self.t("connect.lead", product=self.product, name=self.box_type.name)
        yield Static(lead, classes="title lead", markup=False)
        for question in self.asked(self.kept).values():
            yield text_field(self.look, question, self.kept)
        yield self.checklist
        yield self.course
        key = brand_record(self.brand.id).about_connecting
        about = self.t(key) if key else self.brand.word(language, "note")
        if about:
            yield Static(about, id="about", classes="muted", markup=False)

    def compose_actions(self) -> ComposeResult:
        """All that may be pressed at one time or another; `set_out` shows what may be now."""
        yield ActionButton(self.t("shell.back"), id="back", action="back")
        yield ActionButton(self.t("connect.cancel"), id="cancel", action="cancel")
        yield self.spring()
        yield ActionButton("", id="target", action="go_to_target")
        yield ActionButton(self.t("connect.check"), id="check", action="check", primary=True)
        yield ActionButton(self.t("connect.connect"), id="connect", action="connect")
        yield ActionButton(self.t("connect.leave"), id="leave", action="leave_waiting")
        yield ActionButton(self.t("connect.keep_waiting"), id="keep", action="keep_waiting")

    def on_mount(self) -> None:
        """A box that Northe is at work on, from before the line dropped, is followed on."""
        serial = self.form.field("serial_number").input
        serial.replaced_by_scans, serial.line_of = self.is_number, ", ".join
        self.set_out()
        before = self.session.connect if self.session is not None else None
        if before is not None and before.box is not None and before.box.stage not in {Stage.ONLINE, Stage.FAILED}:
            self.follow(self._order(before, self.request_of(before)), before, before.box)

    def set_out(self) -> None:
        """Shows the buttons, keys and parts that belong to the moment."""
        if not self.query("#actions"):
            return  # not composed yet
        under_way = self.connecting is not None
        for button_id, shown in {
            "back": not under_way, "check": not under_way, "connect": not under_way,
            "target": not under_way and self.target_label is not None,
            "cancel": under_way, "leave": under_way and self.may_leave, "keep": under_way and self.times_up,
        }.items():  # fmt: skip
            self.query_one(f"#{button_id}", ActionButton).display = shown
        primary = self._primary()
        for button in self.query(ActionButton):
            button.set_class(button.id == primary, "primary")
        check, connect = self.query_one("#check", ActionButton), self.query_one("#connect", ActionButton)
        check.say(self.t("connect.check_again" if self.lines else "connect.check"))
        connect.say(self.t("connect.try_again" if self.may_retry else "connect.connect"))
        check.disabled, connect.disabled = self.held, self.held or not self.may_connect
        if self.target_label is not None:
            self.query_one("#target", ActionButton).say(self.target_label)
        for field in self.query(Field):
            field.input.disabled = under_way
        self.course.display = under_way
        self.checklist.display = not under_way
        for about in self.query("#about"):
            about.display = not under_way
        self.tell_keys()

    def _primary(self) -> str:
        if self.connecting is not None:
            return "keep" if self.times_up else ""
        if self.target_label is not None:
            return "target"
        return "connect" if self.passed or self.may_retry else "check"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to the moment: before a box is touched, or while it's being connected."""
        under_way = self.connecting is not None
        at_maker = self.services.maker(self.brand.id) is not None and not under_way
        allowed = {
            "check": not under_way and not self.held,
            "pick": at_maker,
            "permission": brand_record(self.brand.id).consent_link is not None and not under_way,
            "zaptec": at_maker,
            "reveal": any(field.is_secret for field in self.brand.connect_fields),
            "leave_waiting": self.may_leave,
        }.get(action)
        return super().check_action(action, parameters) if allowed is None else allowed

    def footer_keys(self) -> Sequence[str]:
        """Without F5 where F10 checks, without F4 where there's no list to pick from yet."""
        if self.connecting is not None:
            return ("f10", "f8", "f9", "f1", "ctrl+q")
        check = () if self._primary() == "check" else ("f5",)
        maker = self.services.maker(self.brand.id)
        if maker is not None and maker.signed_in_as is not None:  # signing out there again is what's needed least
            return ("f10", *check, "f4", "f6", "f2", "f9", "f1", "ctrl+q", "f7")
        return ("f10", *check, "f6", "f7", "f2", "f9", "f1", "ctrl+q")

    def key_words(self, action: str) -> str | None:
        """F10 is whatever the primary button is, F9 the way out of waiting, too."""
        if action == "back" and self.connecting is not None:
            return "connect.keys.cancel"
        if action != "next":
            return None
        out = self.cause is Cause.FLEET_NOT_ENABLED
        return {
            "keep": "connect.keep_waiting",
            "target": "connect.keys.sign_out" if out else "connect.keys.target",
            "connect": "connect.try_again" if self.may_retry else "connect.connect",
            "check": "connect.keys.check",
        }.get(self._primary())

    @property
    def target_label(self) -> str | None:
        """What leads to where the cause can be put right, if that isn't here."""
        if self.cause is Cause.FLEET_NOT_ENABLED:
            return self.t("connect.sign_out")
        step = self.TARGETS.get(self.cause) if self.cause is not None else None
        return self.t(f"connect.go_to.{step.value}") if step is not None else None

    # ------------------------------------------------------------------------------------------ what's pressed

    def expect_text(self) -> None:
        """With a button focused, what's scanned is the number of another box, in place of the one before."""
        if isinstance(self.focused, Button) and self.connecting is None and not self.waiting:
            line = self.form.field("serial_number").input
            self.set_focus(line)
            line.select_all()

    def action_cancel(self) -> None:
        """Asks whether to take back what's being connected."""
        self.ask_to_cancel()

    def action_keep_waiting(self) -> None:
        """Waits for the box another while."""
        self.keep_waiting()

    def action_help(self) -> None:
        """F1: while a box is being connected, about waiting."""
        if self.connecting is not None:
            self.show_help(self.t("connect.title"), self.t("connect.help_waiting"))
        else:
            super().action_help()

    def action_back(self) -> None:
        """F9: one step back; while a box is being connected, the question whether to cancel."""
        if self.connecting is not None:
            self.ask_to_cancel()
        else:
            super().action_back()

    def action_stop_waiting(self) -> None:
        """Escape: a check is simply stopped, connecting is asked about."""
        if self.connecting is not None:
            self.ask_to_cancel()
        else:
            super().action_stop_waiting()

    def action_go_to_target(self) -> None:
        """To the step where the cause is put right, or out where it can't be."""
        if self.cause is Cause.FLEET_NOT_ENABLED:
            self.post_message(FleetRefused())
        elif self.cause is not None and self.cause in self.TARGETS:
            self.post_message(GoTo(Step.CONNECT, self.typed(), self.TARGETS[self.cause]))

    def action_connect(self) -> None:
        """Connects what was checked. A box that's online in this account already is as good as connected."""
        if self.waiting or self.held or self.connecting is not None:
            return
        answer = self.read()
        if answer is None or self.session is None or self.session.account is None:
            return
        own = in_account(self.session.account.boxes, self.brand.id, answer.serial_number)
        if own is not None and own.stage is Stage.ONLINE:
            self.already_online(answer, own)
            return
        self.follow(self._order(answer, self.request_of(answer)), answer)

    def refused(self, error: ServiceError) -> None:
        """Shows the cause where it belongs in the list, and at the field that it's about."""
        self.show_refusal(error)
        self.set_out()
        if not self.refused_at_field(error):
            self.query_one("#body", VerticalScroll).scroll_end(animate=False)
            self.to_primary()

    def _order(self, answer: ConnectAnswer, request: BoxRequest) -> Order:
        """Everything that Northe is told. A site whose price stays needs no saving."""
        session = self.session
        if session is None or session.account is None or session.charge_site is None:
            raise LookupError("Connect was reached without an account or a charge site")
        site = session.charge_site
        as_it_is = next((one for one in session.account.sites if one.site_id == site.site_id), None)
        unchanged = as_it_is is not None and as_it_is.price_per_kwh == site.price_per_kwh
        return Order(
            customer=session.account.email,
            request=request,
            serial_number=answer.serial_number,
            name=self.box_type.name,
            address=site.address,
            price_per_kwh=site.price_per_kwh,
            currency=site.currency,
            site_id=site.site_id if unchanged else None,
        )
