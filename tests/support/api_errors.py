"""The expected errors of Twenty's API: the sentence, the hint and the exit code."""

from __future__ import annotations

from tests.fake_twenty.faults import BAD_GATEWAY, FRONT_END, Fault

_NEW_KEY = (
    "create a key in Twenty under Settings -> APIs & Webhooks, then: "
    "export TWENTY_API_KEY=..."
)
LOG = "the log of the Twenty server may say more"
_RELEASE = f"this release of Twenty differs from the known ones; {LOG}"
_SERVER = "give the URL of the Twenty server: --api-url http://HOST:3000"
_CHECK_URL = "check the URL of Twenty: hooks config show"
_LIST = "list the webhooks: hooks list"
_NO_KEY = "a proxy in between may drop the Authorization header: hooks config show"
_COPY = "copy the whole key: it has three parts joined by dots"
_GRANT = (
    "give the key's role the permission 'API Keys & Webhooks' in Twenty, under "
    "Settings -> Roles -> (role) -> Permissions -> Settings"
)
_HEALTH = "check that Twenty is running, and try again: curl -i {origin}/healthz"

# A pattern of the recorded body, then exit code, slug, sentence and hint. {id} is the
# webhook of the request, {origin} the server. The first pattern that matches counts.
TABLE: list[tuple[str, int, str, str, str]] = [
    (
        "Missing authentication token",
        4,
        "no-key",
        "Twenty received no API key",
        _NO_KEY,
    ),
    (
        '"(No payload|Token invalid.)"',
        4,
        "wrong-key",
        "the API key is not valid: it does not look like a key of Twenty",
        _COPY,
    ),
    (
        "Unknown token error|Invalid token type",
        4,
        "wrong-key",
        "the token is not an API key of Twenty",
        _NEW_KEY,
    ),
    (
        "Token has expired",
        4,
        "key-expired",
        "the API key expired at 2026-01-01T00:00:00.000Z",
        _NEW_KEY,
    ),
    (
        "This API Key is revoked",
        4,
        "key-revoked",
        "the API key was revoked in Twenty",
        _NEW_KEY,
    ),
    (
        "does not have permission",
        4,
        "permission-denied",
        (
            "the role of this API key may not manage webhooks: it lacks the permission "
            "API_KEYS_AND_WEBHOOKS"
        ),
        _GRANT,
    ),
    (
        (
            "Record not found|EntityNotFoundError|WEBHOOK_NOT_FOUND|not a valid UUID"
            "|syntax for type uuid"
        ),
        4,
        "webhook-not-found",
        "there is no webhook {id}",
        _LIST,
    ),
    (
        "Invalid target URL|Multiple validation errors",
        4,
        "invalid-webhook",
        "Twenty rejected the target URL: {bad}",
        "{write}",
    ),
    (
        'column \\\\"(secret|operations|targetUrl)\\\\"',
        4,
        "invalid-webhook",
        "Twenty requires a value for '{0}' of a webhook",
        _RELEASE,
    ),
    (
        "malformed array literal",
        4,
        "invalid-webhook",
        "Twenty requires the operations of a webhook as a list",
        _RELEASE,
    ),
    (
        r'(?:field|Property) \\"(\w+)\\" (?:is missing|was not found)',
        4,
        "invalid-webhook",
        "webhooks have no field '{0}' in this release of Twenty",
        _RELEASE,
    ),
    (
        "Record already exists",
        4,
        "invalid-webhook",
        "Twenty already has a webhook with this id",
        _LIST,
    ),
    (
        "JSON input|in JSON at position",
        4,
        "invalid-webhook",
        "Twenty could not parse the request",
        "a proxy in between may have changed it",
    ),
    (
        (
            '"(Invalid cursor: [^"]*|limit .* Should be an integer|Record ID not found'
            '|Activate feature flag [^"]*|Cannot read properties [^"]*)'
        ),
        4,
        "refused",
        "Twenty rejected the request (400 Bad Request): '{0}'",
        LOG,
    ),
    (
        '"(Cannot GET [^"]*|object \'webhooks\' not found[^"]*)"',
        5,
        "not-twenty",
        "{origin} has no REST API for webhooks: '{0}'",
        _SERVER,
    ),
    (
        "Metadata path .*does not exist",
        5,
        "not-twenty",
        (
            "{origin} has no REST API for webhooks: 'Query path "
            "'/rest/metadata/webhooks' "
            'invalid. Metadata path "webhooks" does not exist. Valid examples: '
            "/rest/metadata/fields or /rest/metadata/objects or "
            "/rest/metadata/relations'"
        ),
        _SERVER,
    ),
    # Unusual responses that are not HTTP errors.
    ("^$", 4, "webhook-not-found", "there is no webhook {id}", _LIST),
    ("^false$", 4, "webhook-not-found", "there is no webhook {id}", _LIST),
]

BAD_URLS = {
    "foo": (
        "'foo' has no scheme: a URL starts with http:// or https://",
        "https://foo",
    ),
    "ftp://x": (
        "Twenty calls only http and https URLs, not 'ftp:'",
        "https://example.com/hooks",
    ),
    "javascript:alert(1)": (
        "Twenty calls only http and https URLs, not 'javascript:'",
        "https://example.com/hooks",
    ),
    "localhost:9911": (
        "'localhost:9911' has no scheme: a URL starts with http:// or https://",
        "http://localhost:9911",
    ),
    "example.com/hook": (
        "'example.com/hook' has no scheme: a URL starts with http:// or https://",
        "https://example.com/hook",
    ),
}
NO_REASON = (
    "Twenty rejected the webhook without a reason; by its rules the target URL is valid"
)
EMPTY_URL = ("the URL is empty", "https://example.com/hooks")


# Errors that were not recorded, and that servers do send.
OTHERS: list[tuple[str, Fault, int, str, str, str]] = [
    (
        "rate limit",
        Fault(
            status=429,
            body=b'{"statusCode":429,"error":"HttpException",'
            b'"messages":["Limit reached (100 tokens per 60000 ms)"]}',
        ),
        4,
        "rate-limited",
        "too many requests to Twenty (Limit reached (100 tokens per 60000 ms))",
        "wait a minute, then try again",
    ),
    (
        "rate limit with Retry-After",
        Fault(status=429, body=b"", headers=(("retry-after", "17"),)),
        4,
        "rate-limited",
        "too many requests to Twenty",
        "wait 17 s, then try again",
    ),
    (
        "key expired in Twenty",
        Fault(
            status=403,
            body=b'{"statusCode":403,"messages":["This API Key is expired"],'
            b'"error":"FORBIDDEN_EXCEPTION"}',
        ),
        4,
        "key-expired",
        "the API key has expired, according to Twenty",
        _NEW_KEY,
    ),
    (
        "no permission, as 403",
        Fault(
            status=403,
            body=b'{"statusCode":403,"messages":["Entity performing the request does '
            b'not have permission"],"code":"PERMISSION_DENIED"}',
        ),
        4,
        "permission-denied",
        (
            "the role of this API key may not manage webhooks: it lacks the permission "
            "API_KEYS_AND_WEBHOOKS"
        ),
        _GRANT,
    ),
    (
        "another server's key",
        Fault(
            status=401,
            body=b'{"statusCode":401,"messages":["Token invalid."],'
            b'"error":"UNAUTHENTICATED"}',
        ),
        4,
        "wrong-key",
        "the API key is not valid: this Twenty server did not issue it",
        "it may belong to another server: hooks config show",
    ),
    (
        "forbidden by something else",
        Fault(status=403, body=b'{"message":"IP not allowed"}'),
        4,
        "forbidden",
        "Twenty rejected the request (403 Forbidden): 'IP not allowed'",
        _NEW_KEY,
    ),
    (
        "a page of a proxy",
        BAD_GATEWAY,
        5,
        "server-error",
        (
            "{origin} responded 502 Bad Gateway with a web page: the proxy in front of "
            "Twenty can't reach it"
        ),
        "check that Twenty is running: curl -i {origin}/healthz",
    ),
    (
        "the front end",
        FRONT_END,
        5,
        "not-twenty",
        (
            "{origin} responded 200 OK with a web page instead of JSON: it is the "
            "front end of Twenty, or another program"
        ),
        _SERVER,
    ),
    (
        "a page that says it is JSON",
        Fault(body=b"<!doctype html><html></html>"),
        5,
        "not-twenty",
        (
            "{origin} responded 200 OK with a web page instead of JSON: it is the "
            "front end of Twenty, or another program"
        ),
        _SERVER,
    ),
    (
        "Twenty's own failure",
        Fault(status=500, body=b'{"statusCode":500,"message":"Internal server error"}'),
        5,
        "server-error",
        "Twenty failed (500 Internal Server Error): 'Internal server error'",
        _HEALTH,
    ),
    (
        "plain text",
        Fault(status=400, content_type="text/plain", body=b"no"),
        5,
        "not-twenty",
        "{origin} responded 400 Bad Request, but not as Twenty does",
        _CHECK_URL,
    ),
    (
        "no JSON",
        Fault(body=b"[{"),
        5,
        "invalid-answer",
        (
            "the response of Twenty is not JSON: Expecting property name enclosed in "
            "double quotes (line 1, column 3)"
        ),
        _CHECK_URL,
    ),
    (
        "other JSON",
        Fault(body=b'{"hello":"world"}'),
        5,
        "invalid-answer",
        "the response of Twenty is JSON, but not a list of webhooks",
        _CHECK_URL,
    ),
    (
        "rows that are not webhooks",
        Fault(body=b'[{"hello":"world"}]'),
        5,
        "invalid-answer",
        "the response of Twenty is JSON, but not a list of webhooks",
        _CHECK_URL,
    ),
]
