"""The JSON of the Northe contract v1, one model for each body, used by the client and by the sandbox alike.

Northe publishes no API, so this is a stand-in that we state ourselves: JSON, snake_case, UTC with zone, decimal money
as strings, errors as RFC 9457 problem documents with a stable `code`. On the day that Northe publishes theirs, this
file and `client.py` change, nothing else.
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    SecretStr,
    StringConstraints,
)

from services.clouds.http import sendable
from services.clouds.northe.odd_values import EachByItself, NotNeeded, otherwise
from services.contracts.causes import LONGEST_PAUSE


def _in_every_zone(moment: datetime) -> datetime:
    """Refuses what can't be shown in another time zone: a moment at the very beginning or end of all dates."""
    if MINYEAR < moment.year < MAXYEAR:
        return moment
    raise ValueError("no year that a clock shows")


def _within_reason(seconds: float) -> float:
    return min(max(0.0, seconds), LONGEST_PAUSE)


USUAL_POLL = 2.0
"""Seconds between two looks at a QR sign-in, where Northe doesn't say."""

Money = Annotated[Decimal, Field(ge=0, max_digits=9, decimal_places=4), PlainSerializer(str, return_type=str)]
Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=80)]
When = Annotated[AwareDatetime, AfterValidator(_in_every_zone)]
Token = Annotated[SecretStr, AfterValidator(sendable)]
Pause = Annotated[float, AfterValidator(_within_reason)]
Some = Field(max_length=1000)
"""For lists: more than anybody has, and few enough that a wrong one is refused soon."""
LinkStatusText = Literal["pending", "approved", "refused", "expired"]
StageText = Literal["requested", "taking_over", "waiting_for_box", "online", "failed"]

PROBLEM_JSON = "application/problem+json"
IDEMPOTENCY_KEY = "Idempotency-Key"


class Body(BaseModel):
    """Unknown names are survived: a newer cloud may say more than we know. Numbers are numbers, as JSON has it."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Refusal(Body):
    """What decides of a `Problem`: a client needs nothing else to know what Northe says no to.

    `code` is one of the causes of `services.contracts`, or `invalid_request`, `not_found`, `conflict`. `field`: the
    path of what's wrong in the body, such as `fields.pin`. `tries_left`, with `wrong_pin`: how many more PINs may be
    tried; the last of them, if it's wrong, locks pairing.
    """

    code: str
    field: Annotated[str | None, NotNeeded] = None
    retry_after: Annotated[Pause | None, NotNeeded] = None
    tries_left: Annotated[Annotated[int, Field(ge=0, le=99, strict=True)] | None, NotNeeded] = None


class Problem(Refusal):
    """The body of every refusal: a problem document as RFC 9457 has it, with Northe's `code`."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""


class LinkState(Body):
    """What decides of a `LinkSession` that's asked for again.

    The token comes with every approved answer until it is first used, so that a lost answer loses nothing.
    """

    status: LinkStatusText
    token: Token | None = None
    token_expires_at: Annotated[When | None, NotNeeded] = None


class LinkSession(LinkState):
    """POST /v1/link-sessions, GET /v1/link-sessions/{id}."""

    id: Identifier
    payload: Annotated[str, StringConstraints(max_length=53)]
    expires_at: When
    poll_after_seconds: Annotated[Annotated[float, Field(gt=0, le=60)], otherwise(USUAL_POLL)] = USUAL_POLL


class SignInBody(Body):
    """What POST /v1/sessions is sent."""

    email: Annotated[str, StringConstraints(min_length=3, max_length=254)]
    fleet_member_id: SecretStr
    partner_key: SecretStr


class OpenedSession(Body):
    """What decides of a `SessionToken`: a session that's open has to be closed, whatever else is said of it."""

    token: Token
    expires_at: Annotated[When | None, NotNeeded] = None


class SessionToken(OpenedSession):
    """The answer to it: a bearer token for this one customer."""

    expires_at: When


class CustomerBody(Body):
    """Who the account belongs to."""

    name: str
    email: str


class FleetBody(Body):
    """The employer. No limit: null."""

    name: str
    home_charging: bool
    limit_per_kwh: Money | None = None
    currency: Currency


class AddressBody(Body):
    """A place, in the parts that its country uses."""

    country: Country
    street: Line
    postcode: Annotated[str, StringConstraints(max_length=20)] = ""
    city: Line
    region: Annotated[str, StringConstraints(max_length=80)] = ""


class ChargeSiteRequest(Body):
    """POST /v1/charge-sites: the same address again is the same site, with this price."""

    address: AddressBody
    price_per_kwh: Money
    currency: Currency


class ChargeSiteBody(ChargeSiteRequest):
    """A charge site as it stands."""

    id: Identifier


class BankAccountRequest(Body):
    """What PUT /v1/bank-account is sent."""

    first_name: Annotated[str, StringConstraints(min_length=1, max_length=70)]
    last_name: Annotated[str, StringConstraints(min_length=1, max_length=70)]
    iban: SecretStr


class BankAccountBody(Body):
    """The answer to it, and the account's line: never the whole number."""

    masked: Annotated[str, otherwise("")]


class BoxQuestion(Body):
    """POST /v1/charge-boxes/check: read-only. A PIN isn't tried, since makers count the wrong ones."""

    brand: Identifier
    model: Identifier
    fields: dict[str, SecretStr]


class EvidenceBody(Body):
    """What Northe saw at the vendor; each null where it saw nothing."""

    installation_id: Annotated[str | None, NotNeeded] = None
    installation_name: Annotated[str | None, NotNeeded] = None
    charger_name: Annotated[str | None, NotNeeded] = None
    held_by: Annotated[str | None, NotNeeded] = None
    last_heard_at: Annotated[When | None, NotNeeded] = None
    pulse_interval_seconds: Annotated[float | None, NotNeeded] = None
    link: Annotated[str | None, NotNeeded] = None
    signal: Annotated[str | None, NotNeeded] = None
    firmware: Annotated[str | None, NotNeeded] = None


class BoxAnswer(Body):
    """Ready, or the one cause why not."""

    ready: bool
    cause: Annotated[str | None, NotNeeded] = None
    retry_after: Annotated[Pause | None, NotNeeded] = None
    evidence: Annotated[EvidenceBody | None, NotNeeded] = EvidenceBody()


class ChargeBoxRequest(BoxQuestion):
    """POST /v1/charge-boxes: the same serial number for the same customer again is the same box."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    charge_site_id: Identifier


class ChargeBoxBody(Body):
    """A charge box and how far it is. GET /v1/charge-boxes/{id}; DELETE takes it back while it isn't online."""

    id: Identifier
    name: str
    brand: str
    model: str
    serial_number: str
    charge_site_id: str
    stage: StageText
    cause: Annotated[str | None, NotNeeded] = None
    online_since: Annotated[When | None, NotNeeded] = None


class AccountBody(Body):
    """The answer to GET /v1/account."""

    customer: CustomerBody
    fleet: FleetBody
    charge_sites: Annotated[list[ChargeSiteBody], Some, EachByItself] = []
    charge_boxes: Annotated[list[ChargeBoxBody], Some, EachByItself] = []
    bank_account: Annotated[BankAccountBody | None, NotNeeded] = None


class AccountLists(Body):
    """How many there are in the account, whether they can be read or not."""

    charge_boxes: Annotated[list[Any], otherwise([])] = []


class CatalogueModel(Body):
    """A product of a brand."""

    id: Identifier
    name: Line


class CatalogueField(Body):
    """A field that a brand asks for at Connect: a name in `BoxQuestion.fields`."""

    name: Identifier
    required: bool
    secret: bool


class CatalogueBrand(Body):
    """A brand. `documented`: Northe has published how it connects."""

    id: Identifier
    name: Line
    documented: bool
    models: Annotated[list[CatalogueModel], EachByItself]
    connect_fields: list[CatalogueField]


class CatalogueBody(Body):
    """GET /v1/catalogue: needs no session. A copy ships with the program."""

    brands: Annotated[list[CatalogueBrand], EachByItself]


def revealed(body: Body) -> dict[str, object]:
    """A body as plain JSON values with its secrets in clear: to be called only where it's sent."""

    def plain(value: object) -> object:
        if isinstance(value, SecretStr):
            return value.get_secret_value()
        if isinstance(value, datetime):
            return value.isoformat().replace("+00:00", "Z")
        if isinstance(value, Decimal):
            return str(value)
        if isinstance(value, dict):
            return {name: plain(part) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [plain(part) for part in value]
        return value

    return {name: plain(value) for name, value in body.model_dump(mode="python").items()}
