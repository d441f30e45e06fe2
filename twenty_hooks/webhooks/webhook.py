"""A webhook of a workspace, and the request that creates or changes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Webhook:
    """A subscription as Twenty stores it.

    Attributes:
        secret: None if Twenty did not return it; "" means that deliveries are unsigned.
        raw: Twenty's own JSON object, with its keys in their order.
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
        """Whether Twenty signs its deliveries."""
        return bool(self.secret)


@dataclass(frozen=True, slots=True)
class WebhookChanges:
    """The fields to store. None leaves a field as it is, or as Twenty's default."""

    target_url: str | None = None
    operations: tuple[str, ...] | None = None
    description: str | None = None
    secret: str | None = field(default=None, repr=False)

    def to_json(self) -> dict[str, Any]:
        """Return the body of the POST or PATCH, which is the same in every release."""
        body = {
            "targetUrl": self.target_url,
            "operations": None if self.operations is None else list(self.operations),
            "description": self.description,
            "secret": self.secret,
        }
        return {key: value for key, value in body.items() if value is not None}


def from_json(value: Any) -> Webhook:
    """Read a webhook of any release. Raises ValueError if it has no id."""
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
    """Return Twenty's own keys, and `signed`: whether the webhook has a secret.

    A hidden secret is null, never a shortened value that a script could use.
    """
    document = dict(webhook.raw)
    document["secret"] = webhook.secret if show_secret else None
    document["signed"] = webhook.is_signed
    return document


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None
