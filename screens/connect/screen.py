"""Step 4, Connect: asks for the brand's own fields, checks them read-only, and connects when all is right."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from screens.connect.attempt_view import AttemptView
from screens.connect.box_fields import BoxFields
from screens.connect.check_list import CheckList
from screens.connect.check_view import CheckView
from screens.connect.maker_panels import MakerPanels
from screens.connect.order_list import OrderList
from screens.messages import FleetRefused, GoTo, LabelTaken
from screens.step import StepScreen
from screens.widgets.action_button import ActionButton
from screens.widgets.field import Field
from screens.widgets.question_field import text_field
from services.activation.box_check import BoxCheck
from services.activation.brands import brand_record
from services.activation.connect_order import order_of
from services.activation.connecting import already_online, under_way
from services.activation.order_lines import order_lines
from services.activation.steps import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from screens.look import Look
    from services.activation.connecting import ConnectAttempt, ConnectPace
    from services.activation.session import Session
    from services.contracts import MakerCloud, ServiceError, Services


class ConnectScreen(StepScreen):
    """Check is the primary button until a check lets the box be connected, then Connect is.

    `check` is what's known of the box, and tells when that's something else. `pace`: how often Northe is asked while it
    connects the box.
    """

    STEP: ClassVar[Step] = Step.CONNECT
    AUTO_FOCUS: ClassVar[str | None] = "#input-serial-number"

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f4", "pick", "connect.keys.pick"),
        Binding("f5", "check", "connect.keys.check"),
        Binding("f6", "permission", "connect.keys.permission"),
        Binding("f7", "maker", "connect.keys.maker"),
        Binding("f4", "leave_waiting", "connect.keys.leave"),
    ]

    DEFAULT_CSS = """
    ConnectScreen #about { margin-top: 1; }
    """

    def __init__(self, look: Look, services: Services, pace: ConnectPace | None = None) -> None:
        super().__init__(look, services)
        self.check_list = CheckList(look)
        self.connecting = AttemptView(
            self, pace, set_out=self.set_out, to_primary=self.to_primary, refused=self._connecting_failed
        )

    # ------------------------------------------------------------------------------------------ what it's about

    @property
    def answered(self) -> Session:
        """The session, in which the steps before this one are answered."""
        if self.session is None:
            raise LookupError("Connect was reached without a session")
        return self.session

    @cached_property
    def check(self) -> BoxCheck:
        """What's known of the box, which is of the type that the session had when this screen was put up."""
        box_type = self.answered.box_type
        if box_type is None:
            raise LookupError("Connect was reached without a type")
        return BoxCheck(self.services, box_type)

    @cached_property
    def box_fields(self) -> BoxFields:
        """The brand's own fields, among them the serial number."""
        return BoxFields(self.look, self.form, self.check)

    @cached_property
    def checking(self) -> CheckView:
        """Asks both clouds, and shows what's known."""
        return CheckView(
            self,
            self.check,
            self.box_fields,
            self.check_list,
            customer=self._customer,
            set_out=self.set_out,
            to_primary=self.to_primary,
        )

    @cached_property
    def panels(self) -> MakerPanels:
        """What may be opened over it where the maker has a cloud."""
        return MakerPanels(self, self.check, set_out=self.set_out)

    @property
    def _customer(self) -> str:
        account = self.answered.account
        return account.customer_name if account is not None else ""

    @property
    def attempt(self) -> ConnectAttempt | None:
        """The try at connecting that's under way."""
        return self.connecting.attempt

    # ------------------------------------------------------------------------------------------ what it shows

    def compose_body(self) -> ComposeResult:
        """What's connected for whom, the brand's fields, the check list or the stages, and what connecting changes."""
        language, brand = self.look.words.language, self.check.brand
        yield Static(
            self.t("connect.lead", product=self.check.product, name=self._customer), classes="title", markup=False
        )
        yield OrderList(self.look, order_lines(self.look.words, self.answered))
        for question in self.asked(self.kept).values():
            yield text_field(self.look, question, self.kept)
        yield self.check_list
        yield self.connecting.progress_list
        key = brand_record(brand.id).about_connecting
        about = self.t(key) if key else brand.word(language, "note")
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

    def begin(self) -> None:
        """A box that Northe is at work on, from before the line dropped, is followed on."""
        self.box_fields.take_scans()
        self.set_out()
        before = under_way(self.answered)
        if before is not None:
            self.connecting.begin(order_of(self.answered, before), before)
        else:
            self.checking.ask_by_itself()

    def set_out(self) -> None:
        """Shows the buttons, keys and parts that belong to the moment."""
        if not self.query("#actions"):
            return  # not composed yet
        connecting = self.attempt is not None
        for button_id, shown in {
            "back": not connecting, "check": not connecting, "connect": not connecting,
            "target": not connecting and self.target_label is not None,
            "cancel": connecting, "leave": self.connecting.may_leave, "keep": self.connecting.times_up,
        }.items():  # fmt: skip
            self.query_one(f"#{button_id}", ActionButton).display = shown
        primary = self._primary()
        for button in self.query(ActionButton):
            button.set_class(button.id == primary, "primary")
        check, connect = self.query_one("#check", ActionButton), self.query_one("#connect", ActionButton)
        check.say(self.t("connect.check_again" if self.check.items else "connect.check"))
        connect.say(self.t("connect.try_again" if self.check.may_retry else "connect.connect"))
        check.disabled, connect.disabled = self.check.held, self.check.held or not self.check.may_connect
        if self.target_label is not None:
            self.query_one("#target", ActionButton).say(self.target_label)
        for field in self.query(Field):
            field.input.disabled = connecting
        self.query_one(OrderList).can_focus = not connecting
        self.connecting.progress_list.display = connecting
        self.check_list.display = not connecting
        note_first = not self.check.items and brand_record(self.check.brand.id).about_connecting is None
        for about in self.query("#about"):  # what connecting changes is for whoever is about to do it
            about.display = not connecting and (self.check.may_connect or note_first)
        self.tell_keys()

    def _primary(self) -> str:
        if self.attempt is not None:
            return "keep" if self.connecting.times_up else ""
        if self.target_label is not None:
            return "target"
        return "connect" if self.check.may_connect else "check"

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What belongs to the moment: before a box is touched, or while it's being connected."""
        connecting = self.attempt is not None
        at_maker = self.maker is not None and not connecting
        allowed = {
            "check": not connecting and not self.check.held,
            "pick": at_maker,
            "permission": brand_record(self.check.brand.id).consent_link is not None and not connecting,
            "maker": at_maker,
            "reveal": any(field.is_secret for field in self.check.brand.connect_fields),
            "leave_waiting": self.connecting.may_leave,
            "stop_waiting": connecting or self.waiting,
        }.get(action)
        return super().check_action(action, parameters) if allowed is None else allowed

    def footer_keys(self) -> Sequence[str]:
        """Without F5 where F10 checks, without F4 where there's no list to pick from yet."""
        if self.attempt is not None:
            return ("f10", "f4", "f9", "f1", "ctrl+q")
        check = () if self._primary() == "check" else ("f5",)
        if self.maker is not None and self.maker.signed_in_as is not None:  # signing out there is what's needed least
            return ("f10", *check, "f4", "f6", "f2", "f9", "f1", "ctrl+q", "f7")
        return ("f10", *check, "f6", "f7", "f2", "f9", "f1", "ctrl+q")

    @property
    def gaps(self) -> dict[str, object]:
        """F7 is called by the maker's name, and the help names it, too; F10 by the type that it takes."""
        label = self.check.right_label
        return {"maker": self.check.brand.name, "product": label.product if label is not None else ""}

    @property
    def help_key(self) -> str:
        """Only where the maker has a cloud there's more to say than what Northe does."""
        return "connect.help" if self.maker is not None else "connect.help_without_maker"

    def key_words(self, action: str) -> str | None:
        """F10 is whatever the primary button is, F9 the way out of waiting, too."""
        if action == "back" and self.attempt is not None:
            return "connect.keys.cancel"
        if action != "next":
            return None
        return {
            "keep": "connect.keep_waiting",
            "target": self._target_words,
            "connect": "connect.try_again" if self.check.may_retry else "connect.connect",
            "check": "connect.keys.check",
        }.get(self._primary())

    @property
    def _target_words(self) -> str:
        if self.check.right_label is not None:
            return "connect.keys.take_type"
        return "connect.keys.sign_out" if self.check.ends_activation else "connect.keys.target"

    @property
    def target_label(self) -> str | None:
        """What leads to where the cause can be put right, if that isn't here."""
        if self.check.right_label is not None:
            return self.t("connect.take_type", product=self.check.right_label.product)
        if self.check.ends_activation:
            return self.t("connect.sign_out")
        step = self.check.step
        return self.t(f"connect.go_to.{step.value}") if step is not None else None

    # ------------------------------------------------------------------------------------------ what's pressed

    def expect_text(self) -> None:
        """Outside the fields, what's scanned is the number of another box, in place of the one before."""
        if not isinstance(self.focused, Input) and self.attempt is None and not self.waiting:
            line = self.box_fields.serial.input
            self.set_focus(line)
            line.select_all()

    def action_help(self) -> None:
        """F1: while a box is being connected, about waiting."""
        if self.attempt is not None:
            self.show_help(self.t("connect.title"), self.t("connect.help_waiting"))
        else:
            super().action_help()

    def action_back(self) -> None:
        """F9: one step back; while a box is being connected, the question whether to cancel."""
        if self.attempt is not None:
            self.action_cancel()
        else:
            super().action_back()

    def action_stop_waiting(self) -> None:
        """Escape: a check is simply stopped, connecting is asked about."""
        if self.attempt is not None:
            self.action_cancel()
        else:
            super().action_stop_waiting()

    def on_field_left(self, event: Field.Changed) -> None:
        """A slip in a serial number shows at once, and a whole one is checked, unless the box is being connected."""
        event.stop()
        if self.attempt is None:
            self.box_fields.left(event.field)
            self.checking.ask_by_itself()

    on_field_scanned = on_field_left  # a scanner may send no line end: then nobody leaves the field

    def on_order_list_chosen(self, event: OrderList.Chosen) -> None:
        """To the step where that can be changed; from there Next leads back here."""
        event.stop()
        if self.attempt is None and not self.waiting:
            self.post_message(GoTo(Step.CONNECT, self.typed(), event.step))

    def on_field_changed(self, event: Field.Changed) -> None:
        """What was found holds only for what was typed then."""
        event.stop()
        self.box_fields.changed(event.field)

    # ------------------------------------------------------------------------------------------ checking

    def action_check(self) -> None:
        """F5: read-only, as often as one likes."""
        if self.attempt is None:
            self.checking.ask()

    def to_primary(self) -> None:
        """The cursor goes to the one thing to do next; where there's none to press, to the serial number."""
        if self.primary is not None:
            self.primary.focus()
        elif self.attempt is None:
            self.set_focus(self.box_fields.serial.input)

    def action_go_to_target(self) -> None:
        """To the right type or the step where the cause is put right, or out where it can't be."""
        if self.check.right_label is not None:
            self.post_message(LabelTaken(Step.CONNECT, self.typed(), self.check.right_label))
        elif self.check.ends_activation:
            self.post_message(FleetRefused())
        elif self.check.step is not None:
            self.post_message(GoTo(Step.CONNECT, self.typed(), self.check.step))

    # ------------------------------------------------------------------------------------------ connecting

    def action_connect(self) -> None:
        """Connects what was checked. A box that's online in this account already is as good as connected."""
        if self.waiting or self.check.held or self.attempt is not None:
            return
        answer = self.box_fields.read()
        if answer is None:
            return
        done = already_online(self.answered, answer)
        if done is None:
            self.connecting.begin(order_of(self.answered, answer), answer)
        else:
            self.connecting.arrive(done)

    def _connecting_failed(self, error: ServiceError) -> None:
        """Shows the cause where it belongs in the list, and at the field that it's about."""
        self.check.take_refusal(error)
        if not self.box_fields.refuse():
            self.query_one("#body", VerticalScroll).scroll_end(animate=False)
            self.to_primary()

    def action_cancel(self) -> None:
        """Asks whether to take back what's being connected."""
        self.connecting.ask_to_cancel(self._customer)

    def action_keep_waiting(self) -> None:
        """It may take as long again."""
        self.connecting.keep_waiting()

    def action_leave_waiting(self) -> None:
        """F4, while it connects: Northe goes on by itself once the box is online."""
        self.connecting.leave_waiting()

    def on_screen_resume(self) -> None:
        """A dialog is gone: somebody may have signed in at the maker, or the box has come online meanwhile."""
        self.connecting.say_arrived()
        self.set_out()

    # ------------------------------------------------------------------------------------------ panels

    @property
    def maker(self) -> MakerCloud | None:
        """The cloud of the brand's maker; None for a brand that nobody can look into."""
        return self.services.maker(self.check.brand.id)

    def action_permission(self) -> None:
        """F6: how to give Northe the permission; without a number it can't be asked whether it's there."""
        if not self.waiting:
            self.box_fields.read(say_problems=not self.box_fields.serial.empty)
            self.panels.open_permission()

    def action_maker(self) -> None:
        """F7: the installer's own sign-in at the maker, or out of it again."""
        if self.maker is not None and not self.waiting:
            self.run_worker(self._sign_in_or_out(self.maker), group="maker", exclusive=True)

    async def _sign_in_or_out(self, maker: MakerCloud) -> None:
        if await self.panels.sign_in_or_out(maker) and not self.box_fields.serial.empty:
            self.action_check()

    def action_pick(self) -> None:
        """F4, before it connects: from the installer's own list, where there's one."""
        if self.maker is not None and not self.waiting:
            self.panels.open_list(self.maker, self.box_fields.serial.put)
