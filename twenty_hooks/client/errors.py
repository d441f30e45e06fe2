"""Explain why an attempt got no response: what exceptions of the HTTP library mean."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx

from twenty_hooks.deliveries.response import Failure
from twenty_hooks.system.exception_chain import causes

# Each connection takes a file descriptor; limits exist per process and per machine.
_OUT_OF_FILES = (errno.EMFILE, errno.ENFILE)
# OpenSSL's reasons for a response that is not TLS.
_NOT_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")
_CLOSED = "the receiver closed the connection without a response"


def explain(error: Exception, status: int | None) -> tuple[Failure, str]:
    """Return the kind of failure that an exception stands for, and a sentence for it.

    Args:
        status: status of the response, if its head was received before the failure.
    """
    for cause in causes(error):
        if isinstance(cause, OSError) and cause.errno in _OUT_OF_FILES:
            return "too-many-files", (
                f"{cause.strerror}: raise the limit with 'ulimit -n 4096', or lower "
                "--concurrency"
            )
        if isinstance(cause, socket.gaierror):
            return "unknown-host", "unknown host name (DNS)"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "tls", (
                f"TLS certificate not trusted: {cause.verify_message}; Twenty rejects "
                "it too (--insecure skips the check)"
            )
        if isinstance(cause, ssl.SSLError):
            return "tls", f"TLS failed: {cause.reason or cause}{_plain_http(cause)}"
        if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
            return (
                "refused",
                "connection refused: is the receiver running on this port?",
            )
    if isinstance(error, httpx.LocalProtocolError):
        return "unsendable", f"can't be sent over HTTP: {error}"
    if status is not None and isinstance(error, httpx.TransportError):
        return "closed", (
            f"the receiver responded {status}, but closed the connection before the "
            "body was complete"
        )
    if isinstance(error, httpx.RemoteProtocolError):
        text = str(error)
        if "disconnected" in text or "closed" in text:
            return "closed", _CLOSED
        if status is None:
            return "not-http", "the response is not HTTP"
    if isinstance(error, (httpx.ReadError, httpx.WriteError)):
        return "closed", _CLOSED
    return "unreachable", str(error) or type(error).__name__


def _plain_http(error: ssl.SSLError) -> str:
    is_plain = error.reason in _NOT_TLS
    return ": does the receiver expect plain http:// on this port?" if is_plain else ""
