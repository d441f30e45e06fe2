"""What differs from run to run in the output of a command, and how it is compared."""

from __future__ import annotations

import re

# The signature of the documented test vector is compared as it stands.
_KNOWN_SIGNATURE = "3cd226420afa354e6d049f1517d7bff613b7413ae7ed272ca32af0f6d13d4ebf"
_VARIABLE = (
    (r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d(\.\d+)?)?Z?", "TIME"),
    (r"\d\d:\d\d:\d\d(\.\d{3})?", "TIME"),
    (r"127\.0\.0\.1:\d{5}\b", "ADDRESS"),
    (r'(?<="ms": )[\d.]+', "N"),
    (r'(?<="(min|max|p95)": )[\d.]+', "N"),
    (r'(?<="median": )[\d.]+', "N"),
    (r"\b[\d.]+ (ms|s)\b", "DURATION"),
    (r"\bin [\d.]+s\b", "in DURATION"),
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "UUID"),
    (r"\b[0-9a-f]{64}\b", "DIGEST"),
    (r"\b[0-9a-f]{32}\b", "NONCE"),
    (r"\b[0-9a-f]{8,63}(…|\.\.\.)", "DIGEST..."),
    (r"\b1[0-9]{12}\b", "TIMESTAMP"),
    # The id of a delivery. One without a digit is recognised where it is a column.
    (r"(?<![\w-])(?=[a-z]*[0-9])[0-9a-hjkmnp-tv-z]{8}(?![\w-])", "ID"),
    (r"(?m)(^|(?<= {2}))[0-9a-hjkmnp-tv-z]{8}(?= {2})", "ID"),
    (r'(?<="id": ")[0-9a-hjkmnp-tv-z]{8}(?=")', "ID"),
)


def settled(text: str) -> str:
    """Return the text with everything replaced that differs from run to run.

    Columns are as wide as their widest cell, so spaces and the places of line breaks
    within a sentence are not compared either.
    """
    text = text.replace(_KNOWN_SIGNATURE, "KNOWN SIGNATURE")
    for pattern, name in _VARIABLE:
        text = re.sub(pattern, name, text)
    return re.sub(r" {2,}", "  ", text).strip()
