"""What can be set: each setting once, with what it may be, its default and what it's for.

A setting's name is its key in the config file. In the environment it's `NORTHE_ACTIVATE_` and the name in capitals.
Those that are options of the command line, too, are so in `app.arguments`. README's table shows what stands here.

The types are read while the program runs, so this file does without `from __future__ import annotations`.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from app.setting_values import (
    file,
    folder,
    language,
    oauth_scope,
    one_of,
    web_address,
    whole_number,
    yes_or_no,
    zaptec_lookup_key,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.setting_values import Reader
    from services.build import ServiceSettings

ZAPTEC_URL = "https://api.zaptec.com"
TOKEN_PATH = "/oauth/token"  # noqa: S105 - a path


@dataclass(frozen=True, slots=True)
class Setting:
    """What a field of `Settings` may be and what it's for, beside its type and its default.

    `about` stands in README, and `otherwise` in its column of defaults where the default is no plain value.
    """

    reader: "Reader"
    about: str
    otherwise: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program was told, checked."""

    northe_url: Annotated[
        str | None,
        Setting(
            web_address,
            "where the Northe contract v1 is spoken; without it only the sandbox can be used",
            otherwise="none",
        ),
    ] = None
    zaptec_url: Annotated[str, Setting(web_address, "Zaptec's API")] = ZAPTEC_URL
    zaptec_token_url: Annotated[
        str,
        Setting(web_address, "where Zaptec's tokens come from", otherwise=f"`zaptec_url` and `{TOKEN_PATH}`"),
    ] = ZAPTEC_URL + TOKEN_PATH
    zaptec_scope: Annotated[
        str | None,
        Setting(oauth_scope, "an OAuth scope to ask for, if Zaptec should demand one", otherwise="none"),
    ] = None
    portal_url: Annotated[str, Setting(web_address, "Zaptec's consent page")] = (
        "https://portal.zaptec.com/access/request"
    )
    lookup_key: Annotated[str, Setting(zaptec_lookup_key, "Northe's user group at Zaptec")] = "Y8TU"
    sandbox: Annotated[bool, Setting(yes_or_no, "open the wizard on the sandbox")] = False
    world: Annotated[
        Path | None,
        Setting(file, "a world file for the sandbox", otherwise="the built-in one"),
    ] = None
    lang: Annotated[str, Setting(language, "language of the screens")] = "en"
    theme: Annotated[str, Setting(one_of("dark", "light"), "`dark`, or `light` for sunlight")] = "dark"
    keys: Annotated[
        str,
        Setting(
            one_of("auto", "f", "esc"),
            "what the last line calls the function keys: `f` is F10, `esc` is Esc 0; "
            "`auto` is `esc` where the terminal is known to keep some for itself, or once Esc was used so",
        ),
    ] = "auto"
    state_dir: Annotated[
        Path,
        Setting(
            folder,
            "receipts, crash reports and unfinished activations; for your eyes only (0700). "
            "The sandbox uses `sandbox` in it",
            otherwise="`~/.local/state/northe-activate`",
        ),
    ]
    idle_minutes: Annotated[
        int,
        Setting(whole_number(1, 120), "minutes without a key until the customer is signed out, 1 to 120"),
    ] = 10
    idle_warning_seconds: Annotated[
        int,
        Setting(whole_number(5, 600), "how long before that a warning is shown"),
    ] = 60
    connect_timeout_minutes: Annotated[
        int,
        Setting(whole_number(1, 60), "how long Connect waits for the box to come online"),
    ] = 5
    keep_sign_ins: Annotated[
        bool,
        Setting(
            yes_or_no,
            "keep your partner key and your own sign-in at Zaptec in memory from one customer to the next, until you "
            "quit or `idle_minutes` are over",
        ),
    ] = True

    def for_services(self) -> "ServiceSettings":
        """What the services are built from. Raises `ValueError` where there's neither a Northe nor a sandbox."""
        from services.build import CloudUrls, SandboxInside, ServiceSettings
        from services.contracts import ConsentPlace

        clouds: CloudUrls | SandboxInside
        if self.sandbox:
            clouds = SandboxInside(self.world)
        elif self.northe_url is None:
            raise ValueError("northe_url isn't set")
        else:
            clouds = CloudUrls(northe=self.northe_url, zaptec=self.zaptec_url, zaptec_token=self.zaptec_token_url)
        return ServiceSettings(
            clouds=clouds,
            zaptec_scope=self.zaptec_scope,
            consent=ConsentPlace(self.portal_url, self.lookup_key),
            receipt_folder=self.state_dir / "receipts",
            connect_patience=self.connect_timeout_minutes * 60.0,
            keep_sign_ins=self.keep_sign_ins,
        )


SETTINGS: "Mapping[str, Setting]" = {name: hint.__metadata__[0] for name, hint in Settings.__annotations__.items()}
"""Each setting by its name, in the order in which README shows them."""
