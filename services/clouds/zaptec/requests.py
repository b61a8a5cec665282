"""How Zaptec's API is asked, with the installer's token, and how its no becomes a `ServiceError`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlencode

from services.clouds.http import Answer, Connection, HttpRequest
from services.clouds.zaptec import wire
from services.clouds.zaptec.concurrent_calls import together
from services.clouds.zaptec.from_wire import Entries, entries, read
from services.contracts import Cause, Reason, ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from services.clouds.zaptec.limits import Limits
    from services.clouds.zaptec.login import Login

Listed = TypeVar("Listed", wire.Charger, wire.Installation)

PAGE_SIZE = 100
MOST_PAGES = 100
PAGES_AT_ONCE = 3
"""Of a list whose length is known. More would leave nothing of the ten calls a second for anything else."""

LARGEST = 4 * 1024 * 1024
"""Bytes of an answer."""
LARGEST_PAGES = {"/api/installation": 32 * 1024 * 1024}
"""The same of a page, where it's more: a hundred installations, each with a logo of 200 kB, have 20 million."""

CODES = {
    506: Cause.ROLE_MISSING,  # NotApplicableForUser
    533: Cause.ROLE_MISSING,  # Forbidden
    512: Cause.BOX_NOT_FOUND,  # UnknownObject
    518: Cause.BOX_NOT_FOUND,  # UnknownDeviceId
    540: Cause.BOX_NOT_FOUND,  # UnknownInstallationId
}
"""Zaptec answers 500 with such a code (`ErrorCodes` of its constants) when it means no."""

NOT_FOR_US = (Cause.ROLE_MISSING, Cause.BOX_NOT_FOUND)
"""What's answered to somebody whose sign-in may not see it."""


class ZaptecRequests:
    """Puts GET requests to one address, with a token that's renewed once when it's refused."""

    def __init__(self, line: Connection, base_url: str, login: Login, limits: Limits) -> None:
        self._line = line
        self._base = base_url.rstrip("/")
        self._login = login
        self._limits = limits

    async def get(
        self,
        path: str,
        params: Mapping[str, str | int] | None = None,
        *,
        missing: Cause = Cause.VENDOR_DOWN,
        largest: int = LARGEST,
    ) -> Answer:
        """An answer with status 200 or 204. `missing`: what a 404 means. Raises `ServiceError` for every other one."""
        url = f"{self._base}{path}?{urlencode(params)}" if params else f"{self._base}{path}"
        token = await self._login.token()
        answer = await self._ask(HttpRequest("GET", url, token=token, final=_means_no, largest=largest))
        if answer.status == HTTPStatus.UNAUTHORIZED:
            token = await self._login.token(refused=token)
            answer = await self._ask(HttpRequest("GET", url, token=token, final=_means_no, largest=largest))
        if answer.status in (HTTPStatus.OK, HTTPStatus.NO_CONTENT):
            return self._its_own(answer)
        if answer.status == HTTPStatus.UNAUTHORIZED:
            self._login.forget()
        raise self._refusal(answer, missing)

    async def get_openly(self, path: str) -> Answer:
        """An answer with status 200 to a request without a token. Raises `ServiceError` for every other one, but none
        about a sign-in or its rights: nobody asks here.
        """
        answer = await self._ask(HttpRequest("GET", f"{self._base}{path}", final=_means_no, largest=LARGEST))
        if answer.status == HTTPStatus.OK:
            return self._its_own(answer)
        refusal = self._refusal(answer, Cause.VENDOR_DOWN)
        if refusal.cause in (Cause.THROTTLED, Cause.VENDOR_DOWN, Cause.NETWORK_DOWN):
            raise refusal
        raise ServiceError(Cause.VENDOR_DOWN, note=f"answered {answer.status}")

    async def pages(
        self,
        path: str,
        model: type[Listed],
        params: Mapping[str, str] | None = None,
        new: Callable[[list[Listed]], None] | None = None,
    ) -> Entries[Listed]:
        """All pages of a list, each id once. `new` gets what each page brings, as soon as it's there.

        Raises `ServiceError`, also when a page is no page. An entry that can't be read is skipped.
        """
        found: dict[str, Listed] = {}
        complete, skipped, there, asked = True, False, 1, 0
        told: set[int] = set()
        while asked < min(there, MOST_PAGES):
            indexes = range(asked, min(there, MOST_PAGES, asked + PAGES_AT_ONCE))
            asked = indexes.stop
            known = len(found)
            pages = await together(*(self._page(path, {**(params or {}), "PageIndex": index}) for index in indexes))
            for page in pages:
                read_of_it = entries(page.data or (), model)
                complete = complete and page.data is not None
                skipped = skipped or read_of_it.skipped
                found.update({item.id: item for item in read_of_it.items})
                if new is not None:
                    new(read_of_it.items)
                if (page.pages or 0) > 0:
                    there = page.pages or 0
                    told.add(there)
                elif len(page.data or ()) >= PAGE_SIZE and len(found) > known:
                    there = asked + 1  # it's full, and doesn't say that it's the last
        if there > MOST_PAGES:
            # Half a list must not pass for a whole one: what's missing in it would count as hidden from Northe.
            raise ServiceError(Cause.VENDOR_DOWN, note="answered with too many pages")
        # A list that grew or shrank while it was read may have moved an entry from a page to come to one that was read.
        return Entries(list(found.values()), complete and not skipped and len(told) <= 1, skipped)

    async def _page(self, path: str, params: Mapping[str, str | int]) -> wire.Page:
        """One page. Zaptec leaves out what's null, so a list of no pages may lack its data; no other may."""
        largest = LARGEST_PAGES.get(path, LARGEST)
        page = read(await self.get(path, {**params, "PageSize": PAGE_SIZE}, largest=largest), wire.Page)
        if page is None or (page.data is None and page.pages != 0):
            raise self.unreadable()
        return page

    async def detail(self, path: str) -> Answer | None:
        """An answer about one thing. None: not for this sign-in, which is no error but a gap in what it may know."""
        try:
            return await self.get(path, missing=Cause.BOX_NOT_FOUND)
        except ServiceError as error:
            if error.cause in NOT_FOR_US:
                return None
            raise

    def unreadable(self) -> ServiceError:
        """The error for an answer in another shape than agreed."""
        return self._line.unreadable()

    def _its_own(self, answer: Answer) -> Answer:
        if (trouble := self._line.trouble(answer)) is not None:
            raise trouble
        return answer

    async def _ask(self, request: HttpRequest) -> Answer:
        return await self._line.ask(request, self._limits.account(self._login.user_name or ""))

    def _refusal(self, answer: Answer, missing: Cause) -> ServiceError:
        status = answer.status
        code = _code(answer)
        if status == HTTPStatus.UNAUTHORIZED:
            return ServiceError(Cause.SESSION_EXPIRED, note="refused its own token")
        if code is not None:
            return _no(CODES.get(code, Cause.VENDOR_DOWN), f"answered {status} code {code}")
        if (trouble := self._line.trouble(answer)) is not None:
            return trouble
        if answer.body and read(answer, wire.Wire) is None:
            return self._line.unreadable()  # a proxy's page, not Zaptec's own answer
        by_status = {HTTPStatus.FORBIDDEN.value: Cause.ROLE_MISSING, HTTPStatus.NOT_FOUND.value: missing}
        return _no(by_status.get(status, Cause.VENDOR_DOWN), f"answered {status}")


def _no(cause: Cause, note: str) -> ServiceError:
    return ServiceError(cause, Reason.NOT_FOR_THIS_SIGN_IN if cause is Cause.ROLE_MISSING else None, note=note)


def _means_no(answer: Answer) -> bool:
    return answer.status >= HTTPStatus.BAD_REQUEST and _code(answer) is not None


def _code(answer: Answer) -> int | None:
    said = read(answer, wire.Failure)
    if said is None:
        return None
    return said.code if said.code is not None else said.error_code
