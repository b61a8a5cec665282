"""One running sandbox: its world, its tables, its time. Every route gets this and nothing else."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import TYPE_CHECKING, cast

from services.sandbox.faults import Faults

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import SecretStr
    from starlette.requests import Request

    from services.sandbox.clock import SandboxClock
    from services.sandbox.store import Store
    from services.sandbox.world_tables import World


class Sandbox:
    """A database that already holds a world goes on from where it was; `seed` fills an empty one from `world`."""

    def __init__(
        self, world: World, store: Store, clock: SandboxClock, base_url: str, seed: Callable[[Sandbox], None]
    ) -> None:
        self.world = world
        self.store = store
        self.clock = clock
        store.tell_time(clock.time)
        self.base_url = base_url
        self._seed = seed
        self.faults = Faults(store)
        self._secret = (store.meta("secret") or "").encode()
        if store.meta("secret") is None:
            self.reset()
        clock.offset = float(store.meta("clock_offset") or clock.offset)

    def reset(self) -> None:
        """Everything as the world file says, as of now."""
        with self.store.together():
            self.store.empty()
            self._secret = secrets.token_hex(32).encode()
            self.store.remember("secret", self._secret.decode())
            self.store.remember("clock_offset", str(self.clock.offset))
            self._seed(self)

    def advance(self, seconds: float) -> None:
        """Moves the world's time on, and remembers it."""
        self.clock.advance(seconds)
        self.store.remember("clock_offset", str(self.clock.offset))

    def digest(self, secret: SecretStr) -> str:
        """What's kept of a secret: enough to know it again. Takes the same time for every secret."""
        return self._keyed("digest", secret.get_secret_value())

    def derived(self, *parts: str) -> str:
        """A token that can be made again from the same parts, so that it needn't be kept."""
        return self._keyed("token", *parts)

    def _keyed(self, *parts: str) -> str:
        return hmac.new(self._secret, "\0".join(parts).encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()


def sandbox_of(request: Request) -> Sandbox:
    """The sandbox that this request came to."""
    return cast("Sandbox", request.app.state.sandbox)
