"""A webhook of a workspace, and what is asked of Twenty when one is made or changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription as Twenty stores it.

    secret: None when Twenty did not say; "" means that deliveries are unsigned.
    raw: Twenty's own object, its keys as they came, in their order.
    """

    id: str
    target_url: str
    operations: tuple[str, ...]
    description: str | None = None
    secret: str | None = None
    workspace_id: str | None = None
    created_at: str | None = None
    updated_at: str | None = None
    raw: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @property
    def is_signed(self) -> bool:
        return bool(self.secret)


@dataclass(frozen=True, slots=True)
class Changes:
    """What to store; None leaves a field as it is (or as Twenty's default)."""

    target_url: str | None = None
    operations: tuple[str, ...] | None = None
    description: str | None = None
    secret: str | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """The body of a POST or PATCH, the same in every release."""
        body = {
            "targetUrl": self.target_url,
            "operations": None if self.operations is None else list(self.operations),
            "description": self.description,
            "secret": self.secret,
        }
        return {key: value for key, value in body.items() if value is not None}


def from_json(value: Any) -> Webhook:
    """Read one of any release. Raises ValueError for what is no webhook."""
    if not isinstance(value, dict) or not isinstance(value.get("id"), str):
        raise ValueError("a webhook without an id")
    operations = value.get("operations")
    if operations is None and isinstance(value.get("operation"), str):
        operations = [value["operation"]]  # until 0.31
    return Webhook(
        id=value["id"],
        target_url=_text(value.get("targetUrl")) or "",
        operations=tuple(map(str, operations)) if isinstance(operations, list) else (),
        description=_text(value.get("description")),
        secret=_text(value.get("secret")),
        workspace_id=_text(value.get("workspaceId")),
        created_at=_text(value.get("createdAt")),
        updated_at=_text(value.get("updatedAt")),
        raw=value,
    )


def to_json(webhook: Webhook, *, show_secret: bool = False) -> dict[str, Any]:
    """Twenty's own keys, the secret masked unless asked for, and whether there is one.

    A masked secret is null, never a shortened value that a script could use.
    """
    shown = dict(webhook.raw)
    shown["secret"] = webhook.secret if show_secret else None
    shown["signed"] = webhook.is_signed
    return shown


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
