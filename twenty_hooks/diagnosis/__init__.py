"""Why a signature does not match: a cause proved by recomputing, or unproven ones.

search:     tests hypotheses until one gives the received signature
hypothesis: the parts of a hypothesis: received signature, key, message format, body
header_variants, key_transforms, message_formats, body_transforms (with json_transforms
            and key_orders): the candidates for each part
unproven:   causes that nothing can prove, and what points to them
causes:     the sentence and the fix of every cause
result:     Diagnosis, the result
"""

from __future__ import annotations

from twenty_hooks.diagnosis.causes import without_frameworks
from twenty_hooks.diagnosis.key_transforms import KnownSecret
from twenty_hooks.diagnosis.result import Diagnosis, PossibleCause
from twenty_hooks.diagnosis.search import DIAGNOSED, Diagnoser

__all__ = [
    "DIAGNOSED",
    "Diagnoser",
    "Diagnosis",
    "KnownSecret",
    "PossibleCause",
    "without_frameworks",
]
