"""Step 2, Charge site & reimbursement: one of the customer's sites or a new address, and the price per kWh."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.containers import Vertical
from textual.widgets import Static

from screens.look.states import Tone
from screens.messages import Completed
from screens.step import StepScreen
from screens.widgets.choices import ChoiceField
from screens.widgets.field import Field
from services.activation.answers import AnswersWrong
from services.activation.charge_site import NEW, above_limit, check_charge_site, default_country, default_price
from services.activation.price import PriceWrong, read_price
from services.activation.steps import Step
from services.rules.addresses import (
    COUNTRIES,
    COUNTRY,
    STREET,
    AddressWrong,
    country_name,
    fields,
    one_line,
    read_address,
)
from services.rules.money import money

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget

    from screens.look import Look
    from services.contracts import Account, ChargeSite, Services

ADDRESS = (STREET, "postcode", "city", "region")
LONGEST_LISTED = 38
"""Cells of an address that still has its price beside it in a column at 80; a longer one takes a second line."""
NARROW = 80
FEW = 3
"""Lines of the list of sites that are shown even while a new address is typed; of more, only the picked one."""


class ChargeSiteScreen(StepScreen):
    """Shows the fields of the picked option only; what was typed in the others is kept."""

    STEP: ClassVar[Step] = Step.CHARGE_SITE

    def __init__(self, look: Look, services: Services | None = None) -> None:
        super().__init__(look, services)
        self._proposed = ""

    @property
    def account(self) -> Account:
        """The customer's account: without one nobody gets here."""
        if self.session is None or self.session.account is None:
            raise LookupError("a step without an account")
        return self.session.account

    # ------------------------------------------------------------------------------------------ what it shows

    def compose_body(self) -> ComposeResult:
        """The sites, the new address, the price."""
        account, sites = self.account, self.account.sites
        picked = self.kept_text("site", sites[0].site_id if sites else NEW)
        country = self.kept_text(COUNTRY, default_country(account) or "")
        yield Static(self.t("charge_site.lead"), classes="title lead", markup=False)
        yield self._compose_sites(picked)
        with Vertical(id="address", classes="tight" if sites else ""):
            yield self._compose_country(country)
            for name in ADDRESS:
                field = Field(self.look, name, self.t(f"addresses.label.{name}"), value=self.kept_text(name))
                field.set_class(bool(sites), "tight")
                yield field
        self._proposed = self._proposal(picked)
        yield self._compose_price()

    def on_mount(self) -> None:
        """To the first thing that isn't known yet."""
        self._take_site(self.form.choice("site").value)
        known = self.kept_text(COUNTRY) or default_country(self.account)
        start = "#choices-site" if self.account.sites else "#input-street" if known else "#choices-country"
        self.set_focus(self.query_one(start))

    def _compose_sites(self, picked: str) -> ChoiceField:
        sites = ChoiceField(
            self.look,
            "site",
            self.t("charge_site.site.label"),
            [*self._listed(), (NEW, self.t("charge_site.site.new"))],
            value=picked,
            help_text=self.t("charge_site.site.help"),
        )
        sites.display = bool(self.account.sites)
        return sites

    def _compose_country(self, country: str) -> ChoiceField:
        say = self.look.words.say
        choice = ChoiceField(
            self.look,
            COUNTRY,
            self.t("addresses.label.country"),
            [(code, say(country_name(code))) for code in COUNTRIES],
            value=country,
            help_text=self.t("charge_site.country.help"),
            line=True,
        )
        choice.set_class(bool(self.account.sites), "tight")
        return choice

    def _compose_price(self) -> Field:
        fleet = self.account.fleet
        gaps = {"fleet": fleet.name, "currency": fleet.currency}
        hint = (
            self.t("charge_site.price.hint_no_limit", **gaps)
            if fleet.limit_per_kwh is None
            else self.t("charge_site.price.hint", limit=money(fleet.limit_per_kwh), **gaps)
        )
        return Field(
            self.look,
            "price",
            self.t("charge_site.price.label"),
            value=self.kept_text("price", self._proposed),
            proposed=self._proposed,
            hint=hint,
            help_text=self.t("charge_site.price.help"),
            unit=fleet.currency,
        )

    def _listed(self) -> list[tuple[str, str]]:
        """The sites, address and price in columns where there's room for them."""
        rows = [
            (site, one_line(site.address), f"{money(site.price_per_kwh)} {site.currency}")
            for site in self.account.sites
        ]
        wide = self.app.size.width >= NARROW
        column = (
            max((cell_len(text) for _, text, _ in rows if cell_len(text) <= LONGEST_LISTED), default=0) if wide else 0
        )
        right = max((len(price) for _, _, price in rows), default=0) if wide else 0
        return [
            (site.site_id, f"{text}{' ' * max(0, column - cell_len(text))}  {price:>{right or 1}}")
            for site, text, price in rows
        ]

    # ------------------------------------------------------------------------------------------ what follows from what

    def on_choice_field_changed(self, event: ChoiceField.Changed) -> None:
        """Another site has another price; another country asks for other fields."""
        event.stop()
        if event.field.field_name == COUNTRY:
            self._ask_address(event.field.value)
        else:
            self._take_site(event.field.value)

    def watch_focused(self, focused: Widget | None) -> None:
        """The list of sites gives way to the new address while that's typed. At the very end nothing has the focus."""
        if focused is not None:
            self._fold()

    def _take_site(self, picked: str) -> None:
        self.query_one("#address").display = picked == NEW
        self.form.choice(COUNTRY).display = picked == NEW
        self._ask_address(self.form.choice(COUNTRY).value)
        self.form.choice("site").note(*self._note_on(picked))
        self._proposed = self._proposal(picked)
        self.form.field("price").propose(self._proposed)
        self._fold()

    def _note_on(self, picked: str) -> tuple[str, Tone]:
        site, fleet = self._site(picked), self.account.fleet
        if site is None or not above_limit(site.price_per_kwh, fleet):
            return "", Tone.INFO
        gaps = {"price": money(site.price_per_kwh), "currency": site.currency, "fleet": fleet.name}
        return self.t("charge_site.site.above", **gaps), Tone.WARNING

    def _site(self, picked: str) -> ChargeSite | None:
        return next((site for site in self.account.sites if site.site_id == picked), None)

    def _proposal(self, picked: str) -> str:
        price = default_price(self.account, picked)
        return "" if price is None else money(price)

    def _ask_address(self, country: str) -> None:
        """The country's own fields in the country's own order."""
        container = self.query_one("#address")
        before = self.query_one(f"#field-{COUNTRY}")
        asked = {one.name: one for one in fields(country)}
        for name in ADDRESS:
            self.form.field(name).display = name in asked and self.form.choice("site").value == NEW
        for name, one in asked.items():
            field = self.form.field(name)
            example = self.t("charge_site.address.help_example", example=one.example) if one.example else ""
            field.ask(self.t(one.label), "", example or self.t("charge_site.address.help"))
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

    def action_complete(self) -> None:
        """Checks and goes on. Northe hears of it at Connect."""
        self.notice.clear()
        typed = self.typed()
        try:
            answer = check_charge_site(self.account, typed)
        except AnswersWrong as wrong:
            self.form.refuse(wrong.problems)
            return
        self.post_message(Completed(Step.CHARGE_SITE, typed, answer))
