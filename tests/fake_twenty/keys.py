"""The keys of the fake workspace: JWTs with the claims of Twenty's own keys."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping

EXPIRED_AT_MS = 1_767_225_600_000  # 2026-01-01T00:00:00.000Z


def token(claims: dict[str, object], signature: str) -> str:
    """Return a JWT. The fake does not verify it, but compares it as text."""
    header = {"alg": "HS256", "typ": "JWT"}
    return ".".join([_part(header), _part(claims), signature])


def _part(value: Mapping[str, object]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _key(name: str, expires_ms: int = 4_102_444_800_000, kind: str = "API_KEY") -> str:
    claims = {
        "sub": "20202020-1c25-4d02-bf25-6aeccf7ea419",
        "type": kind,
        "workspaceId": "20202020-1c25-4d02-bf25-6aeccf7ea419",
        "exp": expires_ms // 1_000,
        "jti": name,
    }
    return token(claims, f"signature-of-{name}")


KEYS = {
    "admin": _key("admin"),
    "user": _key("user", kind="ACCESS"),
    "expired": _key("expired", EXPIRED_AT_MS),
    "expiredrow": _key("expiredrow"),
    "revoked": _key("revoked"),
    "noperm": _key("noperm"),
}
NAMES = {key: name for name, key in KEYS.items()}
