"""Explain why Twenty rejects an API key: expired, revoked, wrong, or not permitted."""

from __future__ import annotations

from twenty_hooks.errors import TwentyError
from twenty_hooks.text import units
from twenty_hooks.twenty_api.api_key import API_KEY_TYPE, Claims
from twenty_hooks.twenty_api.responses import ErrorBody
from twenty_hooks.twenty_api.transport import ApiResponse

NEW_KEY = (
    "create a key in Twenty under Settings -> APIs & Webhooks, then: "
    "export TWENTY_API_KEY=..."
)
_GRANT = (
    "give the key's role the permission 'API Keys & Webhooks' in Twenty, under "
    "Settings -> Roles -> (role) -> Permissions -> Settings"
)


def from_response(
    response: ApiResponse, body: ErrorBody, claims: Claims | None
) -> TwentyError | None:
    """Return the error if it is about the API key or its permissions."""
    text = body.text
    if body.code == "PERMISSION_DENIED" or "does not have permission" in text:
        return TwentyError(
            "the role of this API key may not manage webhooks: it lacks the permission "
            "API_KEYS_AND_WEBHOOKS",
            code="permission-denied",
            hint=_GRANT,
        )
    if text.startswith("Missing authentication token"):
        return TwentyError(
            "Twenty received no API key",
            code="no-key",
            hint="a proxy in between may drop the Authorization header: "
            "hooks config show",
        )
    if text.startswith("Token has expired"):
        return _expired(claims)
    if text.startswith("This API Key is expired"):
        return TwentyError(
            "the API key has expired, according to Twenty",
            code="key-expired",
            hint=NEW_KEY,
        )
    if text.startswith("This API Key is revoked"):
        return TwentyError(
            "the API key was revoked in Twenty", code="key-revoked", hint=NEW_KEY
        )
    is_wrong_type = body.error == "INVALID_JWT_TOKEN_TYPE" or text.startswith(
        ("Unknown token error", "Invalid token type")
    )
    if is_wrong_type and not (claims and claims.type == API_KEY_TYPE):
        kind = f" (its type is {claims.type})" if claims and claims.type else ""
        return TwentyError(
            f"the token is not an API key of Twenty{kind}",
            code="wrong-key",
            hint=NEW_KEY,
        )
    if is_wrong_type or response.status == 401:
        return _wrong_key(claims)
    return None


def _expired(claims: Claims | None) -> TwentyError:
    message = "the API key has expired"
    if claims is not None and claims.expires_ms is not None:
        message = f"the API key expired at {units.to_iso(claims.expires_ms)}"
    return TwentyError(message, code="key-expired", hint=NEW_KEY)


def _wrong_key(claims: Claims | None) -> TwentyError:
    if claims is None:
        message = "the API key is not valid: it does not look like a key of Twenty"
        hint = "copy the whole key: it has three parts joined by dots"
    elif claims.type not in (None, API_KEY_TYPE):
        message = f"the token is not valid: its type is {claims.type}, not API_KEY"
        hint = NEW_KEY
    else:
        message = "the API key is not valid: this Twenty server did not issue it"
        hint = "it may belong to another server: hooks config show"
    return TwentyError(message, code="wrong-key", hint=hint)
