"""The webhooks of one workspace: the interface that commands use.

REST `/rest/webhooks` takes the same bodies in every release;
`/rest/metadata/webhooks` is tried only where the first is unknown. A POST is sent once:
if its response is lost, the list shows whether the webhook was created.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from twenty_hooks.errors import HooksError, NoAnswer
from twenty_hooks.protocol import urls
from twenty_hooks.text import js_json
from twenty_hooks.twenty_api import api_key, errors, responses
from twenty_hooks.twenty_api.transport import (
    CHECK_URL,
    ApiResponse,
    ResponseLost,
    Transport,
)
from twenty_hooks.webhooks.releases import Release, Shape, shape_of
from twenty_hooks.webhooks.webhook import Webhook, WebhookChanges

_PATH = "/rest/webhooks"
_METADATA_PATH = "/rest/metadata/webhooks"
# Errors that a proxy may have sent after Twenty carried the request out.
_MAYBE_CARRIED_OUT = frozenset({"server-error", "invalid-answer", "answer-too-large"})
_VERSION_TIMEOUT_MS = 5_000
_MAX_PAGES = 2_000  # of 60 webhooks each; no workspace has as many


@dataclass(frozen=True, slots=True)
class Created:
    """A webhook that now exists.

    Attributes:
        response_lost: whether Twenty's response did not arrive, and the webhook was
            found in the list.
    """

    webhook: Webhook
    response_lost: bool = False


class Twenty:
    """A workspace, through its API key. A context manager: it holds connections.

    Every method raises TwentyError for an error of Twenty, and NoAnswer if no response
    arrives or it is not one of Twenty's.
    """

    def __init__(self, transport: Transport, key: str) -> None:
        self._transport = transport
        self._claims = api_key.claims(key)
        self._path = _PATH
        self._shape: Shape | None = None
        self._version: str | None = None
        self._has_version = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._transport.close()

    @property
    def origin(self) -> str:
        """The origin of the server: `https://api.twenty.com`."""
        return self._transport.origin

    def list(self) -> tuple[Webhook, ...]:
        """Return all webhooks, of every page, each once."""
        found: dict[str, Webhook] = {}
        parameters: dict[str, str] | None = None
        cursors: set[str] = set()
        for _ in range(_MAX_PAGES):
            page = responses.read_page(self._request("GET", parameters=parameters))
            if page.is_wrapped:
                self._shape = "record"
            found.update((webhook.id, webhook) for webhook in page.webhooks)
            cursor = page.next_cursor
            # A server that repeats a cursor would never come to an end.
            if cursor is None or cursor in cursors:
                break
            cursors.add(cursor)
            parameters = {"starting_after": cursor}
        else:
            raise NoAnswer(
                f"the list of webhooks of {self.origin} has no end",
                code="invalid-answer",
                hint=CHECK_URL,
            )
        for webhook in found.values():
            self._note_shape(webhook)
        return tuple(found.values())

    def get(self, webhook_id: str) -> Webhook:
        """Return the webhook with this full id."""
        response = self._request("GET", webhook_id)
        return self._found(responses.read_webhook(response), webhook_id)

    def create(self, wanted: WebhookChanges, known: tuple[Webhook, ...]) -> Created:
        """Create a webhook.

        Args:
            known: the webhooks that existed before. If the response is lost, the new
                webhook is one that is not among them.
        """
        try:
            response = self._request("POST", body=wanted.to_json())
            webhook = responses.read_webhook(response)
            if webhook is None:
                raise NoAnswer("the response of Twenty is empty", code="invalid-answer")
        except NoAnswer as error:
            webhook = self._find_created(wanted, known, error)
            return Created(webhook, response_lost=True)
        return Created(self._note_shape(webhook))

    def update(self, webhook_id: str, changes: WebhookChanges) -> Webhook:
        """Change a webhook, and return its new state."""
        try:
            response = self._request("PATCH", webhook_id, body=changes.to_json())
        except ResponseLost as error:
            raise NoAnswer(
                f"{error.message}; it is unknown whether the webhook was changed",
                code=error.code,
                hint=f"check it: hooks show {webhook_id}",
            ) from error
        return self._found(responses.read_webhook(response), webhook_id)

    def delete(self, webhook_id: str) -> None:
        """Delete a webhook, and make sure that it is gone."""
        try:
            response = self._request("DELETE", webhook_id)
            is_deleted = responses.read_deletion(response)
        except ResponseLost as error:
            raise NoAnswer(
                f"{error.message}; it is unknown whether the webhook was deleted",
                code=error.code,
                hint="check it: hooks list",
            ) from error
        if is_deleted is None:
            is_deleted = all(webhook.id != webhook_id for webhook in self.list())
        if not is_deleted:
            raise errors.not_found(webhook_id)

    def release(self) -> Release:
        """Return what is known about the release.

        The version is requested once, without the key.
        """
        if not self._has_version:
            self._has_version = True
            self._version = self._fetch_version()
        return Release(self._version, self._shape)

    def _fetch_version(self) -> str | None:
        try:
            response = self._transport.send(
                "GET",
                "/client-config",
                with_key=False,
                timeout_ms=_VERSION_TIMEOUT_MS,
            )
            value = js_json.parse(response.body)
        except (NoAnswer, ValueError):
            return None  # commands work without the version
        version = value.get("appVersion") if isinstance(value, dict) else None
        return version if isinstance(version, str) and version else None

    def _request(
        self,
        method: str,
        webhook_id: str | None = None,
        *,
        parameters: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
    ) -> ApiResponse:
        """Send a request and return the response, which is a success.

        If the server does not know the path, the request is sent to the other one.
        """

        def send(path: str) -> ApiResponse:
            path += f"/{webhook_id}" if webhook_id else ""
            return self._transport.send(method, path, parameters=parameters, body=body)

        response = send(self._path)
        if errors.is_unknown_route(response) and self._path != _METADATA_PATH:
            other = send(_METADATA_PATH)
            if not errors.is_unknown_route(other):
                self._path, response = _METADATA_PATH, other
        if not 200 <= response.status < 300:
            target_url = body.get("targetUrl") if body else None
            raise errors.from_response(
                response, self.origin, self._claims, webhook_id, target_url
            )
        if errors.is_web_page(response):
            raise errors.web_page(response, self.origin)
        return response

    def _find_created(
        self, wanted: WebhookChanges, known: tuple[Webhook, ...], error: NoAnswer
    ) -> Webhook:
        """Return the webhook of a POST without a response, or raise `error`."""
        if not (isinstance(error, ResponseLost) or error.code in _MAYBE_CARRIED_OUT):
            raise error  # the request can't have reached Twenty
        try:
            now = self.list()
        except HooksError as second:
            raise NoAnswer(
                f"{error.message}; it is unknown whether the webhook was created, "
                f"since listing the webhooks failed as well: {second.message}",
                code=error.code,
                hint="check before you try again: hooks list",
            ) from error
        before = {webhook.id for webhook in known}
        for webhook in now:
            if webhook.id not in before and _is_wanted(webhook, wanted):
                return webhook
        raise NoAnswer(
            f"{error.message}; the webhook is not in the list, so it was not created",
            code=error.code,
            hint="try again",
        ) from error

    def _found(self, webhook: Webhook | None, webhook_id: str) -> Webhook:
        if webhook is None:
            raise errors.not_found(webhook_id)
        return self._note_shape(webhook)

    def _note_shape(self, webhook: Webhook) -> Webhook:
        if self._shape is None:
            self._shape = shape_of(webhook)
        return webhook


def _is_wanted(webhook: Webhook, wanted: WebhookChanges) -> bool:
    """Return whether a webhook is the wanted one: a new secret is proof enough."""
    if wanted.secret:
        return webhook.secret == wanted.secret
    return webhook.operations == (wanted.operations or ()) and urls.same(
        webhook.target_url, wanted.target_url or ""
    )
