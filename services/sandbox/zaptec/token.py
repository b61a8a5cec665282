"""POST /oauth/token: the password grant as Zaptec answers it. Its refresh tokens don't work, as observed."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from pydantic import SecretStr
from starlette.responses import JSONResponse, Response

from services.sandbox.state import Sandbox, sandbox_of
from services.sandbox.zaptec.errors import Rejected

if TYPE_CHECKING:
    from starlette.requests import Request

LIFE_SECONDS = 86_399
_DOCUMENTATION = "https://documentation.openiddict.com/errors/"
_NGINX_503 = (
    "<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n"
    "<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx/1.29.0</center>\r\n"
    "</body>\r\n</html>\r\n"
)


async def token(request: Request) -> Response:
    """Form-encoded: `grant_type`, `username`, `password`, perhaps `scope`."""
    sandbox = sandbox_of(request)
    if sandbox.world.limits.on:
        address = request.client.host if request.client else "in-process"
        request.app.state.tokens.take(address, sandbox.clock.time())
    try:
        form = parse_qs((await request.body()).decode(), keep_blank_values=True)
    except UnicodeDecodeError:
        return _no("invalid_request", "The request could not be read.")
    said = {name: values[-1] for name, values in form.items()}
    grant = said.get("grant_type")
    if grant != "password":
        return _other_grant(grant)
    if not said.get("username") or not said.get("password"):
        return _no("invalid_request", "The mandatory 'username' and/or 'password' parameters are missing.", "ID2059")
    user = signed_in(sandbox, said["username"], SecretStr(said["password"]))
    if user is None:
        return _no("invalid_grant", "The username/password couple is invalid.", "ID2024")
    answer: dict[str, object] = {
        "access_token": issue(sandbox, user, "api", LIFE_SECONDS),
        "token_type": "Bearer",
        "expires_in": LIFE_SECONDS,
    }
    if "scope" in said:
        answer["scope"] = said["scope"]
    if "offline_access" in said.get("scope", "").split():
        answer["refresh_token"] = secrets.token_urlsafe(40)
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


def _other_grant(grant: str | None) -> Response:
    if not grant:
        return _no("invalid_request", "The mandatory 'grant_type' parameter is missing.", "ID2029")
    if grant == "refresh_token":
        return _no("invalid_grant", "The specified refresh token is invalid.", "ID2003")
    return _no("unsupported_grant_type", "The specified 'grant_type' is not supported.", "ID2032")


async def discovery(request: Request) -> Response:
    """GET /.well-known/openid-configuration, for clients that look the token address up."""
    root = str(request.url).removesuffix("/.well-known/openid-configuration")
    return JSONResponse(
        {
            "issuer": f"{root}/",
            "token_endpoint": f"{root}/oauth/token",
            "grant_types_supported": ["password", "refresh_token"],
            "scopes_supported": ["openid", "offline_access"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }
    )


def signed_in(sandbox: Sandbox, username: str, password: SecretStr) -> str | None:
    """The account with this name and password, or None. Raises `Rejected` for what the world file has it do instead."""
    user = username.strip().casefold()
    row = sandbox.store.one("SELECT * FROM zaptec_accounts WHERE user = ?", user)
    fits = hmac.compare_digest(sandbox.digest(password), row["password_digest"] if row else "0" * 64)
    if row is None or not fits:
        return None
    if row["trouble"] == "login_changed":
        said = {"error": "unsupported_grant_type", "error_description": "The password grant is no longer offered."}
        raise Rejected(400, said)
    if row["trouble"] == "throttled":
        raise Rejected(429, headers={"Retry-After": "30"})
    if row["trouble"]:
        raise _Page(503)
    return user


def issue(sandbox: Sandbox, user: str, kind: str, seconds: float) -> str:
    """A new token. It looks like a JWT, as Zaptec's do, and its `sub` is the account; nobody should read it."""
    expires_at = sandbox.clock.time() + seconds
    head = _part({"alg": "RS256", "typ": "at+jwt"})
    claims = _part({"sub": sandbox.derived("sub", user)[:32], "exp": int(expires_at)})
    made = f"{head}.{claims}.{secrets.token_urlsafe(32)}"
    sandbox.store.run("DELETE FROM zaptec_tokens WHERE expires_at <= ?", sandbox.clock.time())
    sandbox.store.add(
        "zaptec_tokens", digest=sandbox.digest(SecretStr(made)), user=user, kind=kind, expires_at=expires_at
    )
    return made


class _Page(Rejected):
    """The page that the proxy before the token endpoint sends when it's overrun: no JSON, no Retry-After."""

    def response(self) -> Response:
        return Response(_NGINX_503, self.status, media_type="text/html")


def _part(values: dict[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).rstrip(b"=").decode()


def _no(error: str, description: str, number: str | None = None) -> Response:
    said = {"error": error, "error_description": description}
    if number:
        said["error_uri"] = _DOCUMENTATION + number
    return JSONResponse(said, 400, headers={"Cache-Control": "no-store"})
