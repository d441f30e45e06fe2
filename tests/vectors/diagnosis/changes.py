"""What Python does to bodies. stdin and stdout as in changes.mjs."""

import base64
import html
import json
import sys
import unicodedata


def numbers_as_floats(body):
    value = json.loads(body, parse_int=float)
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def pretty(body):
    return json.dumps(json.loads(body), indent=2, ensure_ascii=False)


CHANGES = {
    "dumps": lambda body: json.dumps(json.loads(body)),
    "dumps-unicode": lambda body: json.dumps(json.loads(body), ensure_ascii=False),
    "dumps-compact": lambda body: json.dumps(json.loads(body), separators=(",", ":")),
    "dumps-indent": lambda body: json.dumps(json.loads(body), indent=4),
    "dumps-sorted": lambda body: json.dumps(
        json.loads(body), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    ),
    "dumps-sorted-default": lambda body: json.dumps(json.loads(body), sort_keys=True),
    "floats": numbers_as_floats,
    "html-escape": html.escape,
    "html-escape-pretty": lambda body: html.escape(pretty(body)),
    "latin-1-dumps": lambda body: json.dumps(
        json.loads(body.encode().decode("latin-1"))
    ),
    "nfd-dumps": lambda body: json.dumps(
        json.loads(unicodedata.normalize("NFD", body))
    ),
    "utf-16-le": lambda body: body.encode("utf-16-le"),
    "utf-16-bom": lambda body: b"\xff\xfe" + body.encode("utf-16-le"),
    "print-crlf": lambda body: body + "\r\n",
    "unescaped-newlines": lambda body: body.replace("\\n", "\n"),
}
def encoded(text):
    data = text.encode() if isinstance(text, str) else text
    return base64.b64encode(data).decode()


for line in sys.stdin.buffer.read().decode().rstrip("\n").split("\n"):
    delivery = json.loads(line)
    for change, make in CHANGES.items():
        body = delivery["body"]
        row = {
            "change": change,
            "recording": delivery["recording"],
            "bodyBase64": encoded(make(body)),
        }
        print(json.dumps(row, separators=(",", ":")))
