"""Why a call got no answer, in words: what the exceptions of the HTTP library mean."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx

from twenty_hooks.deliveries.response import Failure
from twenty_hooks.system.exception_chain import causes

# Every connection is one; of this process, and of the whole machine.
_OUT_OF_FILES = (errno.EMFILE, errno.ENFILE)
# What OpenSSL calls an answer that is none of TLS.
_NO_TLS = ("WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "HTTP_REQUEST")


def explain(error: Exception, status: int | None) -> tuple[Failure, str]:
    """Which failure an exception of the HTTP library is, and a sentence for it.

    status: what had been answered by then.
    """
    for cause in causes(error):
        if isinstance(cause, OSError) and cause.errno in _OUT_OF_FILES:
            return "too-many-files", (
                f"{cause.strerror}: allow more with 'ulimit -n 4096', or send fewer at "
                "once with --concurrency"
            )
        if isinstance(cause, socket.gaierror):
            return "unknown-host", "this host name is not known (DNS)"
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "tls", (
                f"TLS certificate refused: {cause.verify_message}; Twenty refuses it "
                "too, --insecure does not check it"
            )
        if isinstance(cause, ssl.SSLError):
            return "tls", f"TLS failed: {cause.reason or cause}{_plain(cause)}"
        if isinstance(cause, OSError) and cause.errno == errno.ECONNREFUSED:
            return (
                "refused",
                "connection refused: is the receiver running on this port?",
            )
    if isinstance(error, httpx.LocalProtocolError):
        return "unsendable", f"HTTP can't carry it: {error}"
    if status is not None and isinstance(error, httpx.TransportError):
        return "closed", f"answered {status}, but broke off before its body was over"
    if isinstance(error, httpx.RemoteProtocolError):
        text = str(error)
        if "disconnected" in text or "closed" in text:
            return "closed", "the receiver closed the connection without an answer"
        if status is None:
            return "not-http", "what came back is not HTTP"
    if isinstance(error, (httpx.ReadError, httpx.WriteError)):
        return "closed", "the receiver closed the connection without an answer"
    return "unreachable", str(error) or type(error).__name__


def _plain(error: ssl.SSLError) -> str:
    speaks_none = error.reason in _NO_TLS
    return ": does the receiver speak plain http:// there?" if speaks_none else ""
