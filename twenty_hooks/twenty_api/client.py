"""The webhooks of one workspace: the interface that commands use.

REST `/rest/webhooks` is the surface in every release, with the same bodies to send;
`/rest/metadata/webhooks` is asked only where that is refused. A POST is sent once: when
its answer got lost, the list tells whether the webhook was made.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from twenty_hooks.errors import HooksError, NoAnswer
from twenty_hooks.protocol import urls
from twenty_hooks.text import js_json
from twenty_hooks.twenty_api import api_key, errors, responses
from twenty_hooks.twenty_api.transport import ApiResponse, ResponseLost, Transport
from twenty_hooks.webhooks.releases import Release, Shape, shape_of
from twenty_hooks.webhooks.webhook import Changes, Webhook

_PATH = "/rest/webhooks"
_OTHER_PATH = "/rest/metadata/webhooks"
# Failures of whoever answered: Twenty may have done its part before.
_MAYBE_CARRIED_OUT = frozenset({"server-error", "invalid-answer", "answer-too-large"})
_COURTESY_TIMEOUT_MS = 5_000
_MAX_PAGES = 2_000  # of 60 webhooks each; no workspace has as many


@dataclass(frozen=True, slots=True)
class Created:
    """A webhook that now exists. was_lost: Twenty's answer did not arrive, and the
    list showed that it had been made all the same."""

    webhook: Webhook
    was_lost: bool = False


class Twenty:
    """A workspace, through its API key. A context manager: it holds connections.

    Every method raises TwentyError for what Twenty refuses and NoAnswer for what is
    no answer of Twenty's.
    """

    def __init__(self, transport: Transport, key: str) -> None:
        self._transport = transport
        self._claims = api_key.claims(key)
        self._path = _PATH
        self._shape: Shape | None = None
        self._version: str | None = None
        self._asked_version = False

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
        return self._transport.origin

    def list(self) -> tuple[Webhook, ...]:
        """All of them, every page, each once."""
        found: dict[str, Webhook] = {}
        parameters: dict[str, str] | None = None
        cursors: set[str] = set()
        for _ in range(_MAX_PAGES):
            page = responses.page(self._accepted("GET", parameters=parameters))
            if page.is_wrapped:
                self._shape = "record"
            found.update((webhook.id, webhook) for webhook in page.webhooks)
            cursor = page.next_cursor
            # A server that hands out the same cursor again would never come to an end.
            if cursor is None or cursor in cursors:
                break
            cursors.add(cursor)
            parameters = {"starting_after": cursor}
        else:
            raise NoAnswer(
                f"the list of webhooks of {self.origin} has no end",
                code="invalid-answer",
                hint="check --api-url: hooks config show",
            )
        for webhook in found.values():
            self._learn(webhook)
        return tuple(found.values())

    def get(self, webhook_id: str) -> Webhook:
        """One by its full id."""
        answer = self._accepted("GET", webhook_id)
        return self._found(responses.one(answer), webhook_id)

    def create(self, wanted: Changes, known: tuple[Webhook, ...]) -> Created:
        """Make one. known: those there were before, to tell it from when its answer
        gets lost."""
        try:
            made = responses.one(self._accepted("POST", body=wanted.to_json()))
            if made is None:
                raise NoAnswer("Twenty's answer is empty", code="invalid-answer")
        except NoAnswer as error:
            return Created(self._made_all_the_same(wanted, known, error), was_lost=True)
        return Created(self._learn(made))

    def update(self, webhook_id: str, changes: Changes) -> Webhook:
        """Change one, and return it as it then is."""
        try:
            answer = self._accepted("PATCH", webhook_id, body=changes.to_json())
        except ResponseLost as error:
            raise NoAnswer(
                f"{error.message}; it is not known whether the webhook was changed",
                code=error.code,
                hint=f"look: hooks show {webhook_id}",
            ) from error
        return self._found(responses.one(answer), webhook_id)

    def delete(self, webhook_id: str) -> None:
        """Delete one; that it is gone is made sure."""
        try:
            done = responses.deleted(self._accepted("DELETE", webhook_id))
        except ResponseLost as error:
            raise NoAnswer(
                f"{error.message}; it is not known whether the webhook was deleted",
                code=error.code,
                hint="look: hooks list",
            ) from error
        if done is None:
            done = all(webhook.id != webhook_id for webhook in self.list())
        if not done:
            raise errors.not_found(webhook_id)

    def release(self) -> Release:
        """What is known of the release, asked for once, without the key."""
        if not self._asked_version:
            self._asked_version = True
            self._version = self._told_version()
        return Release(self._version, self._shape)

    def _told_version(self) -> str | None:
        try:
            answer = self._transport.send(
                "GET",
                "/client-config",
                with_key=False,
                timeout_ms=_COURTESY_TIMEOUT_MS,
            )
            value = js_json.parse(answer.body)
        except (NoAnswer, ValueError):
            return None  # it is a courtesy, not a condition
        version = value.get("appVersion") if isinstance(value, dict) else None
        return version if isinstance(version, str) and version else None

    def _accepted(
        self,
        method: str,
        webhook_id: str | None = None,
        *,
        parameters: dict[str, str] | None = None,
        body: dict[str, Any] | None = None,
    ) -> ApiResponse:
        """The answer, if it is a success; by the other path where one is refused."""

        def send(path: str) -> ApiResponse:
            path += f"/{webhook_id}" if webhook_id else ""
            return self._transport.send(method, path, parameters=parameters, body=body)

        target_url = body.get("targetUrl") if body else None
        answer = send(self._path)
        if errors.is_unknown_route(answer) and self._path != _OTHER_PATH:
            other = send(_OTHER_PATH)
            if not errors.is_unknown_route(other):
                self._path, answer = _OTHER_PATH, other
        if not 200 <= answer.status < 300:
            raise errors.refusal(
                answer, self.origin, self._claims, webhook_id, target_url
            )
        if errors.is_web_page(answer):
            raise errors.web_page(answer, self.origin)
        return answer

    def _made_all_the_same(
        self, wanted: Changes, known: tuple[Webhook, ...], error: NoAnswer
    ) -> Webhook:
        """Look for our own secret in the list; `error` if it is not there."""
        if not (isinstance(error, ResponseLost) or error.code in _MAYBE_CARRIED_OUT):
            raise error  # the request can't have reached Twenty
        try:
            now = self.list()
        except HooksError as second:
            raise NoAnswer(
                f"{error.message}; it is not known whether the webhook was created, "
                f"since listing them failed too: {second.message}",
                code=error.code,
                hint="look before you try again: hooks list",
            ) from error
        before = {webhook.id for webhook in known}
        for webhook in now:
            if webhook.id not in before and _is_the_wanted(webhook, wanted):
                return webhook
        raise NoAnswer(
            f"{error.message}; the list does not show the webhook: it was not created",
            code=error.code,
            hint="try again",
        ) from error

    def _found(self, webhook: Webhook | None, webhook_id: str) -> Webhook:
        if webhook is None:
            raise errors.not_found(webhook_id)
        return self._learn(webhook)

    def _learn(self, webhook: Webhook) -> Webhook:
        if self._shape is None:
            self._shape = shape_of(webhook)
        return webhook


def _is_the_wanted(webhook: Webhook, wanted: Changes) -> bool:
    if wanted.secret:
        return webhook.secret == wanted.secret
    return webhook.operations == (wanted.operations or ()) and urls.same(
        webhook.target_url, wanted.target_url or ""
    )
