"""The step Charge site & reimbursement: one of the customer's sites or a new address, and the price per kWh."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.containers import Vertical
from textual.widgets import Static

from screens.look.states import Tone
from screens.step import StepScreen
from screens.widgets.question_field import ask_anew, choice_field, text_field
from services.activation.charge_site import NEW
from services.activation.price import PriceWrong, read_price
from services.activation.questions import Question, said
from services.activation.steps import Step
from services.rules.addresses import COUNTRY, STREET, AddressWrong, read_address
from services.rules.money import money

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.app import ComposeResult
    from textual.widget import Widget

    from screens.widgets.choices import ChoiceField
    from screens.widgets.field import Field

ADDRESS = (STREET, "postcode", "city", "region")
LONGEST_LISTED = 38
"""Cells of an address that still has its price beside it in a column at 80; a longer one takes a second line."""
NARROW = 80
FEW = 3
"""Lines of the list of sites that are shown even while a new address is typed; of more, only the picked one."""


class ChargeSiteScreen(StepScreen):
    """Shows the fields of the picked option only; what was typed in the others is kept."""

    STEP: ClassVar[Step] = Step.CHARGE_SITE

    # ------------------------------------------------------------------------------------------ what it shows

    def compose_body(self) -> ComposeResult:
        """The sites, the new address, the price. What isn't asked at first stands there, too, unseen."""
        asked, sites = self.asked(self.kept), self.account.sites
        address = self.asked({**self.kept, "site": NEW})
        yield Static(self.t("charge_site.lead"), classes="title lead", markup=False)
        site = choice_field(self.look, asked["site"], self.kept, options=self._listed(asked["site"]))
        site.display = bool(sites)
        yield site
        with Vertical(id="address", classes="tight" if sites else ""):
            country = choice_field(self.look, address[COUNTRY], self.kept, line=True)
            country.set_class(bool(sites), "tight")
            yield country
            for name in ADDRESS:
                question = address.get(name) or Question(name=name, label="")  # another country may ask it
                field = text_field(self.look, question, self.kept)
                field.set_class(bool(sites), "tight")
                yield field
        yield text_field(self.look, asked["price"], self.kept)

    def begin(self) -> None:
        """To the first thing that isn't known yet."""
        self._ask()
        known = self.asked({**self.kept, "site": NEW})[COUNTRY].picked(self.kept)
        start = "#choices-site" if self.account.sites else "#input-street" if known else "#choices-country"
        self.set_focus(self.query_one(start))

    def _listed(self, site: Question) -> list[tuple[str, str]]:
        """The sites, address and price in columns where there's room for them."""
        rows = [(choice.value, said(choice.label, self.look.words), choice.detail) for choice in site.choices]
        wide = self.app.size.width >= NARROW
        lengths = [cell_len(text) for _, text, price in rows if price]
        column = max((length for length in lengths if length <= LONGEST_LISTED), default=0) if wide else 0
        right = max(len(price) for _, _, price in rows) if wide else 0
        return [
            (value, f"{text}{' ' * max(0, column - cell_len(text))}  {price:>{right}}" if price else text)
            for value, text, price in rows
        ]

    # ------------------------------------------------------------------------------------------ what follows from what

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another site has another price; another country asks for other fields."""
        event.stop()
        if event.field.field_name == COUNTRY:
            self._ask_address(self.asked(self.typed()))
        else:
            self._ask()

    def watch_focused(self, focused: Widget | None) -> None:
        """The list of sites gives way to the new address while that's typed. At the very end nothing has the focus."""
        if focused is not None:
            self._fold()

    def _ask(self) -> None:
        """What's asked for the site that's picked."""
        asked, words = self.asked(self.typed()), self.look.words
        self.query_one("#address").display = COUNTRY in asked
        self.form.choice(COUNTRY).display = COUNTRY in asked
        self._ask_address(asked)
        warning = said(asked["site"].warning, words)
        self.form.choice("site").note(warning, Tone.WARNING if warning else Tone.INFO)
        self.form.field("price").propose(said(asked["price"].default, words))
        self._fold()

    def _ask_address(self, asked: Mapping[str, Question]) -> None:
        """The country's own fields in the country's own order."""
        container = self.query_one("#address")
        before = self.query_one(f"#field-{COUNTRY}")
        for name in ADDRESS:
            self.form.field(name).display = name in asked
        for question in (one for name, one in asked.items() if name in ADDRESS):
            field = self.form.field(question.name)
            ask_anew(field, question, self.look.words)
            container.move_child(field, after=before)
            before = field

    def _fold(self) -> None:
        sites = self.form.choice("site")
        new = sites.value == NEW
        sites.set_class(new, "beside")
        long = len(self.account.sites) >= FEW or self.form.field("region").display
        sites.set_class(new and long and self.focused is not sites.choices, "folded")

    # ------------------------------------------------------------------------------------------ checking

    def on_field_left(self, event: Field.Left) -> None:
        """What's there is checked; what's still missing isn't held against anybody before Next."""
        event.stop()
        field = event.field
        if field.empty:
            return
        if field.field_name == "price":
            self._show_price(field)
            return
        typed = {name: self.form.field(name).input.value for name in ADDRESS}
        try:
            address = read_address(self.form.choice(COUNTRY).value, typed)
        except AddressWrong as wrong:
            if field.field_name in wrong.problems:
                field.refuse(self.look.words.say(wrong.problems[field.field_name]))
            for other in (self.form.field(name) for name in ADDRESS if name not in wrong.problems):
                other.note("")  # it may have been wrong only beside what stood here
            return
        for other in (self.form.field(name) for name in ADDRESS):
            if other.display and (other.input is not self.focused or other.empty):  # the next one may be its other part
                other.note("")
                if other.input.value != (tidy := getattr(address, other.field_name)):
                    other.put(tidy)

    def _show_price(self, field: Field) -> None:
        """What was typed with a sign is shown as it was read: "250 öre" is 2.50."""
        try:
            price = money(read_price(field.input.value, self.account.fleet))
        except PriceWrong as wrong:
            field.refuse(self.look.words.say(wrong.message))
            return
        if field.input.value.strip("0123456789.,: "):
            field.put(price)
