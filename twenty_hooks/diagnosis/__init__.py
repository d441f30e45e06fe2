"""Why a signature does not match: proved by recomputing it, or not claimed at all."""

from __future__ import annotations

from twenty_hooks.diagnosis.causes import without_frameworks
from twenty_hooks.diagnosis.key_transforms import KnownSecret
from twenty_hooks.diagnosis.result import Diagnosis, Possibility
from twenty_hooks.diagnosis.search import DIAGNOSED, Diagnoser

__all__ = [
    "DIAGNOSED",
    "Diagnoser",
    "Diagnosis",
    "KnownSecret",
    "Possibility",
    "without_frameworks",
]
