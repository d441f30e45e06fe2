"""aiohttp's low-level HTTP server, set up for webhooks.

Header names, values, bodies and targets stay exactly as they were sent. What aiohttp
logs becomes a notice.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import Callable
from typing import Any

from aiohttp import web
from aiohttp.http import HttpProcessingError, StreamWriter

from twenty_hooks.server.app import WebhookApp

# Longer than Twenty keeps an idle connection: closing one just as Twenty sends on it
# again would lose that delivery.
_KEEP_ALIVE_SECONDS = 75
# How long the rest of a refused body is read, so that the client sees the response
# instead of a broken connection.
_LINGER_SECONDS = 10
# In bytes: of the request line and of each header. Twenty's headers have some 600 bytes
# together; Node refuses heads larger than this.
_MAX_LINE = 16_384
_MAX_HEADERS = 128
# In bytes: how much of a body aiohttp reads before it is asked for. It reads up to 32
# requests of a connection ahead.
_READ_AHEAD = 65_536


def http_server(app: WebhookApp, notice: Callable[[str], None]) -> web.Server:
    """Return the server that calls `app`. To be called on the running event loop."""
    return web.Server(
        app,
        request_factory=_request_factory(),
        access_log=None,
        logger=_notifying_logger(notice),
        keepalive_timeout=_KEEP_ALIVE_SECONDS,
        lingering_time=_LINGER_SECONDS,
        max_line_size=_MAX_LINE,
        max_field_size=_MAX_LINE,
        max_headers=_MAX_HEADERS,
        read_bufsize=_READ_AHEAD,
        auto_decompress=False,
    )


def report_unhandled(notice: Callable[[str], None], context: dict[str, Any]) -> None:
    """Report what no one caught on the event loop."""
    error = context.get("exception")
    if isinstance(error, OSError):  # such as too many open files
        notice(f"{context['message']}: {error}")
        return
    details = "".join(traceback.format_exception(error)) if error else ""
    notice(f"a bug in hooks:\n{context['message']}\n{details}")


class _AnonymousWriter(StreamWriter):
    """A writer that names neither aiohttp nor Python."""

    async def write_headers(self, status_line: str, headers: Any) -> None:
        headers.popall("Server", None)
        await super().write_headers(status_line, headers)


def _request_factory() -> Callable[..., web.BaseRequest]:
    loop = asyncio.get_running_loop()  # a system call: not for each request

    def make_request(
        message: Any, payload: Any, protocol: Any, writer: Any, task: Any
    ) -> web.BaseRequest:
        if not message.raw_headers:  # aiohttp itself answers what is not HTTP
            writer = _AnonymousWriter(protocol, loop)
        return web.BaseRequest(message, payload, protocol, writer, task, loop)

    return make_request


class _NoticeHandler(logging.Handler):
    """Turns what aiohttp logs into notices; a bug comes with its traceback."""

    def __init__(self, notice: Callable[[str], None]) -> None:
        super().__init__()
        self._notice = notice

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, HttpProcessingError):
            self._notice("answered 400: a client sent something that is not HTTP")
        elif error is not None or record.levelno >= logging.WARNING:
            self._notice("a bug in hooks:\n" + self.format(record))


def _notifying_logger(notice: Callable[[str], None]) -> logging.Logger:
    # Not a logger known by its name: several servers may run in one process.
    logger = logging.Logger("twenty_hooks.server", logging.DEBUG)
    logger.addHandler(_NoticeHandler(notice))
    return logger
