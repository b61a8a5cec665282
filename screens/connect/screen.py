"""Step 4, Connect: asks for the brand's own fields, checks them read-only, and connects when all is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Button, Static

from screens.connect.panels import OpeningScreen
from screens.messages import FleetRefused, GoTo
from screens.widgets.action import ActionButton
from screens.widgets.field import Field, Masking
from screens.widgets.keys import KeysLine
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
        Binding("f4", "pick", show=False),
        Binding("f5", "check", show=False),
        Binding("f6", "permission", show=False),
        Binding("f7", "zaptec", show=False),
        Binding("f8", "leave_waiting", show=False),
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
        for field in self.brand.connect_fields:
            label, text = self.brand.word(language, field.label), self.brand.word(language, field.help)
            yield Field(
                self.look,
                field.name,
                label,
                value=self.kept_text(field.name),
                hint=text,
                help_text=text,
                masking=Masking.ALWAYS if field.is_secret else Masking.NEVER,
            )
        yield self.checklist
        yield self.course
        key = brand_record(self.brand.id).about_connecting
        about = self.t(key) if key else self.brand.word(language, "note")
        if about:
            yield Static(about, id="about", classes="muted", markup=False)

    def compose_actions(self) -> ComposeResult:
        """All that may be pressed at one time or another; `set_out` shows what may be now."""
        yield ActionButton(self.t("shell.back"), id="back")
        yield ActionButton(self.t("connect.cancel"), id="cancel")
        yield self.spring()
        yield ActionButton("", id="target")
        yield ActionButton(self.t("connect.check"), id="check", primary=True)
        yield ActionButton(self.t("connect.connect"), id="connect")
        yield ActionButton(self.t("connect.leave"), id="leave")
        yield ActionButton(self.t("connect.keep_waiting"), id="keep")

    def on_mount(self) -> None:
        """A box that Northe is at work on, from before the line dropped, is followed on."""
        serial = self.field("serial_number").input
        serial.replaced_by_scans, serial.line_of = self.is_number, ", ".join
        self.set_out()
        before = self.session.connect if self.session is not None else None
        if before is not None and before.box is not None and before.box.stage not in {Stage.ONLINE, Stage.FAILED}:
            self.follow(self._order(before, self.request_of(before)), before, before.box)

    def set_out(self) -> None:
        """Shows the buttons, keys and parts that belong to the moment."""
        if not self.query(KeysLine):
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
        self.query_one(KeysLine).show(self.keys())

    def _primary(self) -> str:
        if self.connecting is not None:
            return "keep" if self.times_up else ""
        if self.target_label is not None:
            return "target"
        return "connect" if self.passed or self.may_retry else "check"

    def keys(self) -> Sequence[tuple[str, str]]:
        """F10 is whatever the primary button is."""
        if self.connecting is not None:
            wait = [("F10", self.t("connect.keep_waiting"))] if self.times_up else []
            leave = [("F8", self.t("connect.keys.leave"))] if self.may_leave else []
            return [*wait, *leave, ("F9", self.t("connect.keys.cancel")), *self._last_keys()]
        out = self.cause is Cause.FLEET_NOT_ENABLED
        label = {
            "target": self.t("connect.keys.sign_out" if out else "connect.keys.target"),
            "connect": self.t("connect.try_again" if self.may_retry else "connect.connect"),
            "check": self.t("connect.keys.check"),
        }[self._primary()]
        checks = [("F5", self.t("connect.keys.check"))] if self._primary() != "check" else []
        keys = [] if self.held else [("F10", label), *checks]
        if (maker := self.services.maker(self.brand.id)) is not None:
            signed_in = maker.signed_in_as is not None
            pick, zaptec = ("F4", self.t("connect.keys.pick")), ("F7", self.t("connect.keys.zaptec"))
            keys += [*([pick] if signed_in else []), ("F6", self.t("connect.keys.permission"))]
            if signed_in:  # signing out of Zaptec again is what's needed least
                return [*keys, ("F9", self.t("shell.keys.back")), *self._last_keys(), zaptec]
            keys.append(zaptec)
        elif any(field.masking is not Masking.NEVER for field in self.query(Field)):
            keys.append(("F2", self.t("shell.keys.show")))
        return [*keys, ("F9", self.t("shell.keys.back")), *self._last_keys()]

    def _last_keys(self) -> list[tuple[str, str]]:
        return [("F1", self.t("shell.keys.help")), ("^Q", self.t("shell.keys.quit"))]

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
            line = self.field("serial_number").input
            self.set_focus(line)
            line.select_all()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Each button is also a key or next to one."""
        event.stop()
        event.prevent_default()  # Textual would call the step's own handler, too
        pressed = {
            "back": self.action_back, "check": self.action_check, "connect": self.connect_box,
            "target": self.go_to_target, "cancel": self.ask_to_cancel,
            "leave": self.action_leave_waiting, "keep": self.keep_waiting,
        }.get(event.button.id or "")  # fmt: skip
        if pressed is not None:
            pressed()

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

    def go_to_target(self) -> None:
        """To the step where the cause is put right, or out where it can't be."""
        if self.cause is Cause.FLEET_NOT_ENABLED:
            self.post_message(FleetRefused())
        elif self.cause is not None and self.cause in self.TARGETS:
            self.post_message(GoTo(Step.CONNECT, self.typed(), self.TARGETS[self.cause]))

    def connect_box(self) -> None:
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
