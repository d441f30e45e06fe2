"""Every cause that the tool can name: its sentence, and how to fix it.

The order of CAUSES is the order in which causes that occur together are named (`a+b`).
The causes under "Unproven" and "Unsigned" can't be proved by recomputing a signature;
they are only ever reported as `possible`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_RAW_BYTES = (
    "Express: express.raw({type: 'application/json'}) on that route, before "
    "express.json(); Next.js: await request.text(); Flask: request.get_data(); "
    "Django: request.body; FastAPI, Starlette: await request.body(); "
    "PHP: file_get_contents('php://input'); Laravel: $request->getContent(); "
    "Rails: request.raw_post"
)
_VERIFY_RAW = (
    f"Verify the raw bytes of the request first, and parse them afterwards. "
    f"{_RAW_BYTES}."
)
_SIGNED_TEXT = (
    "Compute HMAC-SHA256 over timestamp + ':' + raw body, with the timestamp header "
    "unchanged, as Twenty does. Fix the code that computed this signature"
)
_AS_SHOWN = (
    "Use the secret exactly as Twenty shows it, as UTF-8 text. Compare it with "
    "`hooks show WEBHOOK --show-secrets`"
)
_SIGNATURE_FORM = (
    "Twenty sends 64 lower-case hex digits and nothing else. Node: "
    "createHmac('sha256', secret).update(text).digest('hex'); Python: "
    "hmac.new(secret, text, 'sha256').hexdigest(); PHP: hash_hmac('sha256', $text, "
    "$secret); Ruby: OpenSSL::HMAC.hexdigest('SHA256', secret, text)."
)
_HEADERS = (
    "Read X-Twenty-Webhook-Signature and X-Twenty-Webhook-Timestamp by these names, "
    "and store them unchanged. Express: req.get(name); Flask, Django, FastAPI: "
    "request.headers[name]; PHP: $_SERVER['HTTP_X_TWENTY_WEBHOOK_SIGNATURE']; "
    "Rails: request.headers[name]."
)


@dataclass(frozen=True, slots=True)
class Cause:
    """What went wrong, in one sentence without a full stop, and how to fix it."""

    sentence: str
    fix: str


CAUSES: dict[str, Cause] = {
    # The body was changed after it was signed.
    "body-pretty-printed": Cause(
        "the body was pretty-printed after it was signed", _VERIFY_RAW
    ),
    "body-reserialized": Cause(
        "the body was parsed and written again as JSON with different spacing",
        _VERIFY_RAW,
    ),
    "body-ascii-escaped": Cause(
        "non-ASCII characters were replaced by \\u escapes after signing",
        f"{_VERIFY_RAW} If you must write the JSON again: Python "
        "json.dumps(..., ensure_ascii=False), PHP JSON_UNESCAPED_UNICODE.",
    ),
    "body-unicode-unescaped": Cause(
        "\\u escapes of the signed body were replaced by the characters themselves",
        _VERIFY_RAW,
    ),
    "body-slashes-escaped": Cause(
        "slashes were escaped as \\/ after signing",
        f"{_VERIFY_RAW} If you must write the JSON again: PHP JSON_UNESCAPED_SLASHES.",
    ),
    "body-keys-reordered": Cause(
        "the keys of the JSON body were reordered after signing",
        f"{_VERIFY_RAW} Keys get sorted by sort_keys=True in Python, jq -S, Go maps "
        "and Postgres jsonb columns.",
    ),
    "body-numbers-respelled": Cause(
        "numbers in the body were written differently after signing, such as 1.0 for 1",
        _VERIFY_RAW,
    ),
    "body-objects-as-arrays": Cause(
        "empty objects {} were replaced by empty arrays [] after signing, as PHP does",
        f"{_VERIFY_RAW} If you must decode the JSON: PHP json_decode($body, false).",
    ),
    "body-stringified": Cause(
        "the whole body was encoded as a JSON string after signing",
        f"{_VERIFY_RAW} Don't call JSON.stringify on text that is already JSON.",
    ),
    "body-newline-added": Cause(
        "a newline was added at the end of the body",
        "Store and pipe the body without a final newline: use printf '%s' instead of "
        f"echo, and an editor that adds no newline on saving. {_VERIFY_RAW}",
    ),
    "body-whitespace-stripped": Cause(
        "whitespace was removed from the body after signing",
        "Send exactly the bytes that were signed: don't trim or minify them, and use "
        f"curl --data-binary, because curl -d removes newlines. {_VERIFY_RAW}",
    ),
    "body-crlf": Cause(
        "line endings in the body were converted between LF and CRLF",
        "Read and write the body as bytes, never in text mode: in Python open it with "
        f"'rb', and mark fixtures as -text in .gitattributes. {_VERIFY_RAW}",
    ),
    "body-bom": Cause(
        "a byte order mark (BOM) was added at the start of the body",
        "Save the body without a BOM: as utf-8, not as utf-8-sig or 'UTF-8 with BOM'. "
        f"{_VERIFY_RAW}",
    ),
    "body-mojibake": Cause(
        "the UTF-8 body was decoded as Latin-1 (or Windows-1252) and encoded again as "
        "UTF-8",
        f"{_VERIFY_RAW} If you need the body as text, decode it explicitly as UTF-8.",
    ),
    "body-transcoded": Cause(
        "the body was stored in an encoding other than UTF-8",
        f"{_VERIFY_RAW} If you need the body as text, encode it explicitly as UTF-8.",
    ),
    "body-unicode-normalized": Cause(
        "the characters of the body were converted to another Unicode normalization "
        "form",
        f"{_VERIFY_RAW} Don't normalize the text (NFC, NFD) before verifying.",
    ),
    "body-html-escaped": Cause(
        "characters of the body were escaped for HTML after signing",
        f"{_VERIFY_RAW} Escape text when you display it, not when you store it.",
    ),
    "body-form-encoded": Cause(
        "the body was sent or stored as form data instead of JSON",
        "Keep Content-Type: application/json, and no form parser before the "
        "verification; with curl use --data-binary and -H 'Content-Type: "
        f"application/json'. {_VERIFY_RAW}",
    ),
    "body-base64": Cause(
        "the body was base64-encoded after signing",
        "Decode the body before verifying it. AWS API Gateway and Lambda encode it "
        "when isBase64Encoded is true.",
    ),
    "body-gzipped": Cause(
        "the body was compressed after signing",
        "Decompress the body before verifying it, or turn off compression of requests "
        "in the proxy.",
    ),
    # The signed text was built differently.
    "text-stringified-twice": Cause(
        "the signature was computed over a body that was stringified twice",
        f"{_SIGNED_TEXT}: don't call JSON.stringify on the raw body. Twenty's old "
        "documentation did.",
    ),
    "text-without-timestamp": Cause(
        "the signature was computed over the body alone, without the timestamp",
        f"{_SIGNED_TEXT}.",
    ),
    "text-wrong-separator": Cause(
        "the signed text has something other than ':' between timestamp and body",
        f"{_SIGNED_TEXT}.",
    ),
    "text-body-first": Cause(
        "the signed text has the body before the timestamp", f"{_SIGNED_TEXT}."
    ),
    "timestamp-in-seconds": Cause(
        "the timestamp was signed in seconds but sent in milliseconds, or the reverse",
        f"{_SIGNED_TEXT}: the timestamp is in milliseconds; don't convert it.",
    ),
    "timestamp-replaced": Cause(
        "the timestamp header differs from the timestamp that was signed",
        "Store and forward X-Twenty-Webhook-Timestamp unchanged. To send a delivery "
        "with a new timestamp, sign it again (hooks sign, hooks replay).",
    ),
    "text-with-nonce": Cause(
        "the signature was computed over a text that includes the nonce",
        f"{_SIGNED_TEXT}: the nonce is not part of it.",
    ),
    "text-with-secret-field": Cause(
        "the signed body still had the webhook's secret in it",
        f"{_SIGNED_TEXT}: Twenty removes the secret from the body before it signs.",
    ),
    # Another key was used.
    "secret-whitespace": Cause(
        "the secret differs from the one that signed only by whitespace at its start "
        "or end",
        f"{_AS_SHOWN}. Write it to a file with printf '%s', and trim it when "
        "you read it from a file or variable.",
    ),
    "secret-quoted": Cause(
        "the secret differs from the one that signed only by quotes around it",
        f"{_AS_SHOWN}. Quotes in .env files and Docker --env-file can become "
        "part of the value.",
    ),
    "secret-hex-decoded": Cause(
        "the secret was hex-decoded before it was used as the HMAC key",
        f"{_AS_SHOWN}. It looks like hex, but is used as text.",
    ),
    "secret-base64-decoded": Cause(
        "the secret was base64-decoded before it was used as the HMAC key",
        f"{_AS_SHOWN}. `kubectl get secret -o yaml` shows values in base64.",
    ),
    "secret-case": Cause(
        "the secret differs from the one that signed only in upper and lower case",
        f"{_AS_SHOWN}.",
    ),
    "secret-url-encoded": Cause(
        "the secret was URL-encoded or URL-decoded before it was used as the HMAC key",
        f"{_AS_SHOWN}.",
    ),
    "secret-is-webhook-id": Cause(
        "the id of the webhook was used instead of its secret", f"{_AS_SHOWN}."
    ),
    "secret-is-api-key": Cause(
        "the secret looks like an API key of Twenty",
        f"{_AS_SHOWN}. Twenty does not sign with API keys.",
    ),
    "secret-empty": Cause(
        "the signature was made with an empty or undefined secret",
        "Set the secret where the signature is computed: its environment variable is "
        "empty or has another name there. Make the program stop when it is missing.",
    ),
    "other-secret": Cause(
        "the signature was made with another secret that is known here",
        "Use that secret. Either it was rotated, or several webhooks share one URL; "
        "then choose the secret by the webhookId in the body (hooks list).",
    ),
    # The signature or its headers have another form.
    "signature-prefixed": Cause(
        "the signature header has a prefix before the hex digits", _SIGNATURE_FORM
    ),
    "signature-upper-case": Cause(
        "the signature is in upper-case instead of lower-case hex", _SIGNATURE_FORM
    ),
    "signature-base64": Cause(
        "the signature is encoded in base64 instead of hex", _SIGNATURE_FORM
    ),
    "signature-sha1": Cause(
        "the signature was made with SHA-1 instead of SHA-256", _SIGNATURE_FORM
    ),
    "signature-sha512": Cause(
        "the signature was made with SHA-512 instead of SHA-256", _SIGNATURE_FORM
    ),
    "headers-swapped": Cause(
        "the values of the signature headers are swapped", _HEADERS
    ),
    "headers-renamed": Cause(
        "the signature was received under another header name", _HEADERS
    ),
    "headers-repeated": Cause(
        "a signature header was received more than once, with different values",
        "Let only one sender or proxy set these headers, and forward them unchanged.",
    ),
    "timestamp-header-lost": Cause(
        "the timestamp header is missing",
        f"Make proxies and middleware forward X-Twenty-Webhook-Timestamp. {_HEADERS}",
    ),
    # Unproven: recomputing a signature can't show these.
    "body-truncated": Cause(
        "the end of the body is missing",
        "Read the whole body before verifying it; Content-Length has its length. "
        "Body parsers and logs often cut long bodies.",
    ),
    "record-only": Cause(
        "this is only the record, without the rest of the body that was signed",
        f"Keep the whole body, not only body.record. {_VERIFY_RAW}",
    ),
    "twenty-dropped-key": Cause(
        "Twenty signed a key that it did not send; the delivery is probably genuine, "
        "but can't be verified",
        "Your receiver can't fix this: Twenty signs keys named __proto__, constructor "
        "and prototype, and its HTTP client drops them from the body. Remove such keys "
        "from the JSON field of the record.",
    ),
    # Unsigned.
    "webhook-has-no-secret": Cause(
        "the webhook has no secret, so Twenty does not sign its deliveries",
        "Give it a secret: in Twenty under Settings -> APIs & Webhooks (a webhook "
        "created there has none unless you type one), or with `hooks update`.",
    ),
    "signature-header-lost": Cause(
        "the signature header is missing, while other signature headers are there",
        f"Make proxies and middleware forward X-Twenty-Webhook-Signature. {_HEADERS}",
    ),
}

_POSITION = {slug: position for position, slug in enumerate(CAUSES)}


def in_order(slugs: Iterable[str]) -> tuple[str, ...]:
    """Return each slug once, in the order of CAUSES."""
    return tuple(sorted(set(slugs), key=_POSITION.__getitem__))


def sentence(cause: str) -> str:
    """Return the sentence of a cause; for `a+b` both, joined."""
    return "; ".join(CAUSES[slug].sentence for slug in cause.split("+"))


def fix(cause: str) -> str:
    """Return the fix of a cause; for `a+b` each different fix once."""
    parts = dict.fromkeys(CAUSES[slug].fix for slug in cause.split("+"))
    return " ".join(_without_repetition(parts))


def without_frameworks(fix: str) -> str:
    """Return the fix without the list of how each framework gives the raw bytes."""
    return fix.replace(f" {_RAW_BYTES}.", "")


def _without_repetition(parts: Iterable[str]) -> Iterator[str]:
    """Yield the fixes, with the long list of frameworks in the first of them only."""
    has_frameworks = False
    for part in parts:
        if has_frameworks:
            part = part.replace(_VERIFY_RAW, "").replace(f" {_RAW_BYTES}.", "").strip()
        has_frameworks = has_frameworks or _RAW_BYTES in part
        if part:
            yield part
