"""What is said of each refusal: the sentence, the hint and the exit code."""

from __future__ import annotations

from tests.fake_twenty.faults import BAD_GATEWAY, FRONT_END, Fault

_NEW_KEY = "make a key in Twenty under Settings -> APIs & Webhooks"
_RELEASE = (
    "this release of Twenty differs from those known here; "
    "Twenty's own log may say more"
)
LOG = "Twenty's own log may say more"
_SERVER = "give the address of Twenty's server: --api-url http://HOST:3000"
_LIST = "see which there are: hooks list"
_NO_KEY = "if one was sent, a proxy on the way drops the Authorization header"
_COPY = f"copy the whole key, it has three parts joined by dots; or {_NEW_KEY}"
_GRANT = (
    "grant 'API Keys & Webhooks' in Twenty under Settings -> Roles -> "
    "(the key's role) -> Permissions -> Settings, or give the key another role"
)

# What is in the recorded body -> exit code, slug, sentence, hint. {id}: what was asked
# for; {origin}: who answered. The first that fits counts.
TABLE: list[tuple[str, int, str, str, str]] = [
    ("Missing authentication token", 4, "no-key", "Twenty saw no API key", _NO_KEY),
    (
        '"(No payload|Token invalid.)"',
        4,
        "wrong-key",
        "the API key is wrong: what was given is no key of Twenty at all",
        _COPY,
    ),
    (
        "Unknown token error|Invalid token type",
        4,
        "wrong-key",
        "that is a token, but not an API key of Twenty",
        _NEW_KEY,
    ),
    (
        "Token has expired",
        4,
        "key-expired",
        "the API key has been expired since 2026-01-01T00:00:00.000Z",
        _NEW_KEY,
    ),
    (
        "This API Key is revoked",
        4,
        "key-revoked",
        "the API key is revoked: somebody deleted it in Twenty",
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
        "Twenty does not take the target URL: {bad}",
        "{write}",
    ),
    (
        'column \\\\"(secret|operations|targetUrl)\\\\"',
        4,
        "invalid-webhook",
        "Twenty demands a value for '{0}' of a webhook",
        _RELEASE,
    ),
    (
        "malformed array literal",
        4,
        "invalid-webhook",
        "Twenty wants the operations of a webhook as a list",
        _RELEASE,
    ),
    (
        r'(?:field|Property) \\"(\w+)\\" (?:is missing|was not found)',
        4,
        "invalid-webhook",
        "this Twenty knows no field '{0}' of a webhook",
        _RELEASE,
    ),
    (
        "Record already exists",
        4,
        "invalid-webhook",
        "Twenty has a webhook with this id already",
        _LIST,
    ),
    (
        "JSON input|in JSON at position",
        4,
        "invalid-webhook",
        "Twenty could not read the request",
        "a proxy on the way may have changed it",
    ),
    (
        (
            '"(Invalid cursor: [^"]*|limit .* Should be an integer|Record ID not found'
            '|Activate feature flag [^"]*|Cannot read properties [^"]*)'
        ),
        4,
        "refused",
        "Twenty refused (400 Bad Request): '{0}'",
        LOG,
    ),
    (
        '"(Cannot GET [^"]*|object \'webhooks\' not found[^"]*)"',
        5,
        "not-twenty",
        "{origin} has no webhooks over REST: '{0}'",
        _SERVER,
    ),
    (
        "Metadata path .*does not exist",
        5,
        "not-twenty",
        (
            "{origin} has no webhooks over REST: 'Query path '/rest/metadata/webhooks' "
            'invalid. Metadata path "webhooks" does not exist. Valid examples: '
            "/rest/metadata/fields or /rest/metadata/objects or "
            "/rest/metadata/relations'"
        ),
        _SERVER,
    ),
    # Odd answers, that are no errors to HTTP.
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
    "Twenty does not take the webhook, and does not say why; by its rules the target "
    "URL is right"
)
EMPTY_URL = ("the URL is empty", "https://example.com/hooks")


# What no server was recorded with, and others do send.
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
        "too many requests for Twenty (Limit reached (100 tokens per 60000 ms))",
        "wait a minute, then try again",
    ),
    (
        "rate limit with Retry-After",
        Fault(status=429, body=b"", headers=(("retry-after", "17"),)),
        4,
        "rate-limited",
        "too many requests for Twenty",
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
        "the API key is expired in Twenty, whatever it says itself",
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
        "the API key is wrong: this Twenty did not issue it",
        "it may belong to another server: hooks config show",
    ),
    (
        "forbidden by something else",
        Fault(status=403, body=b'{"message":"IP not allowed"}'),
        4,
        "forbidden",
        "Twenty refused (403 Forbidden): 'IP not allowed'",
        _NEW_KEY,
    ),
    (
        "a page of a proxy",
        BAD_GATEWAY,
        5,
        "server-error",
        (
            "{origin} answered 502 Bad Gateway with a page: what stands before Twenty "
            "can't reach it"
        ),
        "check that Twenty runs: curl -i {origin}/healthz",
    ),
    (
        "the front end",
        FRONT_END,
        5,
        "not-twenty",
        (
            "{origin} answered 200 OK with a web page, not JSON: it is Twenty's "
            "front end, or another program"
        ),
        _SERVER,
    ),
    (
        "a page that says it is JSON",
        Fault(body=b"<!doctype html><html></html>"),
        5,
        "not-twenty",
        (
            "{origin} answered 200 OK with a web page, not JSON: it is Twenty's "
            "front end, or another program"
        ),
        _SERVER,
    ),
    (
        "Twenty's own failure",
        Fault(status=500, body=b'{"statusCode":500,"message":"Internal server error"}'),
        5,
        "server-error",
        "Twenty failed (500 Internal Server Error): 'Internal server error'",
        "try again; check that it runs: curl -i {origin}/healthz",
    ),
    (
        "plain text",
        Fault(status=400, content_type="text/plain", body=b"no"),
        5,
        "not-twenty",
        "{origin} answered 400 Bad Request, and not as Twenty would",
        "check --api-url: hooks config show",
    ),
    (
        "no JSON",
        Fault(body=b"[{"),
        5,
        "invalid-answer",
        (
            "Twenty's answer is not JSON: Expecting property name enclosed in double "
            "quotes (line 1, column 3)"
        ),
        "check --api-url: hooks config show",
    ),
    (
        "other JSON",
        Fault(body=b'{"hello":"world"}'),
        5,
        "invalid-answer",
        "Twenty's answer is JSON, but not a list of webhooks",
        "check --api-url: hooks config show",
    ),
    (
        "rows that are no webhooks",
        Fault(body=b'[{"hello":"world"}]'),
        5,
        "invalid-answer",
        "Twenty's answer is JSON, but not a list of webhooks",
        "check --api-url: hooks config show",
    ),
]
