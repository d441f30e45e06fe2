"""Every cause there is a word for: its sentence, and how to mend it.

The order of the table is the order in which causes that came together are named,
`a+b`. Causes that nothing can prove have a place here too: they are only ever
`possible`.
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
_VERIFY_RAW = f"Verify the bytes as they came, then parse them. {_RAW_BYTES}."
_ON_THE_WAY = (
    "Find what stands between Twenty and the check (proxy, gateway, queue, logger) "
    f"and keep it from touching the body; in the receiver take the raw bytes. "
    f"{_RAW_BYTES}."
)
_SIGNED_TEXT = (
    "Compute HMAC-SHA256 over timestamp + ':' + raw body, with the timestamp header "
    "exactly as it came. Twenty signs so itself: mend the code that made this "
    "signature, or that compares with it"
)
_AS_SHOWN = (
    "Use the secret exactly as Twenty shows it, as text in UTF-8. Compare it with "
    "`hooks show WEBHOOK --show-secrets`"
)
_SIGNATURE_FORM = (
    "Twenty sends 64 lower-case hex digits and nothing else. Node: "
    "createHmac('sha256', secret).update(text).digest('hex'); Python: "
    "hmac.new(secret, text, 'sha256').hexdigest(); PHP: hash_hmac('sha256', $text, "
    "$secret); Ruby: OpenSSL::HMAC.hexdigest('SHA256', secret, text)."
)
_HEADERS = (
    "Read X-Twenty-Webhook-Signature and X-Twenty-Webhook-Timestamp by their own "
    "names and store them unchanged. Express: req.get(name); Flask, Django, FastAPI: "
    "request.headers[name]; PHP: $_SERVER['HTTP_X_TWENTY_WEBHOOK_SIGNATURE']; "
    "Rails: request.headers[name]."
)


@dataclass(frozen=True, slots=True)
class Cause:
    """What went wrong, in one sentence without a full stop, and what to do."""

    sentence: str
    fix: str


CAUSES: dict[str, Cause] = {
    # The body was changed after signing.
    "body-pretty-printed": Cause(
        "the body was pretty-printed after it was signed", _VERIFY_RAW
    ),
    "body-reserialized": Cause(
        "the body was parsed and written again with other spacing", _VERIFY_RAW
    ),
    "body-ascii-escaped": Cause(
        "characters beyond ASCII were written as \\u escapes after signing",
        f"{_VERIFY_RAW} Where it must be written again: Python "
        "json.dumps(..., ensure_ascii=False), PHP JSON_UNESCAPED_UNICODE.",
    ),
    "body-unicode-unescaped": Cause(
        "\\u escapes that were signed were turned into the characters themselves",
        _VERIFY_RAW,
    ),
    "body-slashes-escaped": Cause(
        "slashes were written as \\/ after signing",
        f"{_VERIFY_RAW} Where it must be written again: PHP JSON_UNESCAPED_SLASHES.",
    ),
    "body-keys-reordered": Cause(
        "the keys of the body were put into another order after signing",
        f"{_VERIFY_RAW} Sorted keys come from sort_keys=True, jq -S, maps of Go, "
        "and jsonb columns of Postgres.",
    ),
    "body-numbers-respelled": Cause(
        "numbers of the body were spelled differently after signing", _VERIFY_RAW
    ),
    "body-objects-as-arrays": Cause(
        "empty objects {} became arrays [] after signing, as PHP does",
        f"{_VERIFY_RAW} Where it must be decoded: PHP json_decode($body, false).",
    ),
    "body-stringified": Cause(
        "the whole body was wrapped into a JSON string",
        f"{_VERIFY_RAW} Don't stringify text that is JSON already.",
    ),
    "body-newline-added": Cause(
        "a newline was added to the end of the body",
        "Store and pipe the body without a final newline (printf '%s' instead of "
        f"echo; an editor adds one when it saves). {_VERIFY_RAW}",
    ),
    "body-whitespace-stripped": Cause(
        "whitespace that was signed was taken out of the body",
        "Send exactly the bytes that were signed (curl --data-binary, not -d, which "
        f"drops newlines), and don't trim or minify them. {_VERIFY_RAW}",
    ),
    "body-crlf": Cause(
        "line ends were changed between LF and CRLF",
        "Read and write the body as bytes, never in text mode (Python 'rb'; git "
        f"-text for fixtures). {_VERIFY_RAW}",
    ),
    "body-bom": Cause(
        "a byte order mark was put before the body",
        "Save the body without a BOM (utf-8, not utf-8-sig or 'UTF-8 with BOM'). "
        f"{_VERIFY_RAW}",
    ),
    "body-mojibake": Cause(
        "the UTF-8 of the body was read as Latin-1 and written as UTF-8 again",
        f"{_VERIFY_RAW} Where it must be text, decode it as UTF-8 explicitly.",
    ),
    "body-transcoded": Cause(
        "the body was stored in another encoding than UTF-8",
        f"{_VERIFY_RAW} Where it must be text, write it as UTF-8 explicitly.",
    ),
    "body-unicode-normalized": Cause(
        "the characters of the body were brought into another Unicode form",
        f"{_VERIFY_RAW} Don't normalise (NFC, NFD) before verifying.",
    ),
    "body-html-escaped": Cause(
        "characters of the body were escaped for HTML",
        f"{_VERIFY_RAW} Escape when showing, not when storing.",
    ),
    "body-form-encoded": Cause(
        "the body was sent or stored as a form",
        "Keep the content type application/json and no form parser before the check "
        f"(curl --data-binary, -H 'Content-Type: application/json'). {_VERIFY_RAW}",
    ),
    "body-base64": Cause(
        "the body was encoded in base64 on its way",
        "Decode it before verifying (AWS API Gateway and Lambda: when isBase64Encoded "
        "is true), and verify the bytes that gives.",
    ),
    "body-gzipped": Cause(
        "the body was compressed on its way",
        "Decompress it before verifying, or keep the proxy from compressing requests.",
    ),
    # The signed text was built differently.
    "text-stringified-twice": Cause(
        "the signed text holds the body stringified twice",
        f"{_SIGNED_TEXT}: Twenty's old documentation stringifies a body that is "
        "text already.",
    ),
    "text-without-timestamp": Cause(
        "the signed text is the body alone, without the timestamp", f"{_SIGNED_TEXT}."
    ),
    "text-wrong-separator": Cause(
        "something other than ':' stands between timestamp and body in the signed text",
        f"{_SIGNED_TEXT}.",
    ),
    "text-body-first": Cause(
        "the body stands before the timestamp in the signed text", f"{_SIGNED_TEXT}."
    ),
    "timestamp-in-seconds": Cause(
        "the timestamp was signed in another unit than the header has",
        f"{_SIGNED_TEXT}: it is in milliseconds, and stays text.",
    ),
    "timestamp-replaced": Cause(
        "the timestamp header is not the one that was signed",
        "Store and forward X-Twenty-Webhook-Timestamp as it came; don't stamp a "
        "delivery anew unless it is signed anew (hooks sign).",
    ),
    "text-with-nonce": Cause(
        "the nonce is part of the signed text",
        f"{_SIGNED_TEXT}; the nonce is not part of it.",
    ),
    "text-with-secret-field": Cause(
        "the body was signed while it still held the webhook's secret",
        f"{_SIGNED_TEXT}; Twenty takes the secret out of the body before it signs.",
    ),
    # The key was different.
    "secret-whitespace": Cause(
        "whitespace at an end of the secret makes the difference",
        f"{_AS_SHOWN}; write it with printf '%s', trim it when it is read from a "
        "file or a variable.",
    ),
    "secret-quoted": Cause(
        "quotes around the secret make the difference",
        f"{_AS_SHOWN}; quotes in .env files and Docker --env-file may become part "
        "of the value.",
    ),
    "secret-hex-decoded": Cause(
        "the secret was decoded from hex before it was used as a key",
        f"{_AS_SHOWN}: it looks like hex, and is not decoded.",
    ),
    "secret-base64-decoded": Cause(
        "the secret was decoded from base64 before it was used as a key",
        f"{_AS_SHOWN}; `kubectl get secret -o yaml` shows values in base64.",
    ),
    "secret-case": Cause(
        "upper and lower case of the secret make the difference", f"{_AS_SHOWN}."
    ),
    "secret-url-encoded": Cause(
        "the secret was URL-encoded, or decoded, before it was used as a key",
        f"{_AS_SHOWN}.",
    ),
    "secret-is-webhook-id": Cause(
        "the webhook's id was used in the place of its secret", f"{_AS_SHOWN}."
    ),
    "secret-is-api-key": Cause(
        "the secret looks like an API key of Twenty",
        f"{_AS_SHOWN}; an API key signs nothing.",
    ),
    "secret-empty": Cause(
        "an empty or undefined secret was used as the key",
        "Set the secret where the signature is made: its variable is empty or has "
        "another name there. Refuse to start without one.",
    ),
    "other-secret": Cause(
        "another secret that is known here made the signature",
        "Use that secret. It was rotated, or two webhooks call one URL: then choose "
        "the secret by the body's webhookId (hooks list).",
    ),
    # The signature was read differently.
    "signature-prefixed": Cause(
        "something stands before the hex digits of the signature", _SIGNATURE_FORM
    ),
    "signature-upper-case": Cause(
        "the signature is in upper-case letters", _SIGNATURE_FORM
    ),
    "signature-base64": Cause("the signature is in base64, not hex", _SIGNATURE_FORM),
    "signature-sha1": Cause(
        "the signature was made with SHA-1, not SHA-256", _SIGNATURE_FORM
    ),
    "signature-sha512": Cause(
        "the signature was made with SHA-512, not SHA-256", _SIGNATURE_FORM
    ),
    "headers-swapped": Cause(
        "the values of the signature's headers stand in each other's place", _HEADERS
    ),
    "headers-renamed": Cause("the signature came under another header name", _HEADERS),
    "headers-repeated": Cause(
        "a header of the signature came more than once",
        "Let one sender or proxy add the headers, not two; forward them unchanged.",
    ),
    "timestamp-header-lost": Cause(
        "the timestamp header was lost on the way",
        f"Let proxies and middleware pass X-Twenty-Webhook-Timestamp. {_HEADERS}",
    ),
    # Only possible.
    "body-truncated": Cause(
        "the end of the body is missing",
        "Read the whole body before verifying: its length is in Content-Length "
        "(limits of body parsers and log lines cut it short).",
    ),
    "record-only": Cause(
        "this is the record alone, without the envelope that was signed",
        f"Keep the whole body, not body.record. {_VERIFY_RAW}",
    ),
    "twenty-dropped-key": Cause(
        "Twenty signed a key that it did not send: likely genuine, can't be repaired",
        "Nothing in the receiver: Twenty signs __proto__, constructor and prototype "
        "keys, and its HTTP client drops them from the body. Take such a key out of "
        "the record's JSON field.",
    ),
    # Unsigned.
    "webhook-has-no-secret": Cause(
        "the webhook has no secret, so Twenty does not sign",
        "Give it one in Twenty under Settings, APIs & Webhooks (one made there has "
        "none unless it is typed), or with `hooks update`.",
    ),
    "signature-header-lost": Cause(
        "the signature header was lost on the way, the others came",
        f"Let proxies and middleware pass X-Twenty-Webhook-Signature. {_HEADERS}",
    ),
}

_POSITION = {slug: position for position, slug in enumerate(CAUSES)}


def in_order(slugs: Iterable[str]) -> tuple[str, ...]:
    """Each once, in the order of the table."""
    return tuple(sorted(set(slugs), key=_POSITION.__getitem__))


def sentence(cause: str) -> str:
    """The sentence of `a` or `a+b`: both, joined."""
    return "; ".join(CAUSES[slug].sentence for slug in cause.split("+"))


def fix(cause: str) -> str:
    """The fix of `a` or `a+b`: each different one, once."""
    parts = dict.fromkeys(CAUSES[slug].fix for slug in cause.split("+"))
    return " ".join(_without_repetition(list(parts)))


def without_frameworks(fix: str) -> str:
    """The fix for those who were told once how each framework gives the raw bytes."""
    return fix.replace(f" {_RAW_BYTES}.", "")


def _without_repetition(parts: list[str]) -> Iterator[str]:
    # The list of frameworks is long, and many fixes hold it.
    said = False
    for part in parts:
        if said:
            kept = part.replace(_VERIFY_RAW, "").replace(f" {_RAW_BYTES}.", "")
            if kept.strip():
                yield kept.strip()
        else:
            said = _RAW_BYTES in part
            yield part
