"""Choose `updatedFields`: the keys that an `updated` event reports as changed.

2.x lists a changed relation twice, as the relation and as its column, after the plain
keys. 1.8 lists the keys that really changed, 0.55 the ones that the caller sent. No
release lists updatedAt or searchVector. `updatedBy` is listed only if another actor
wrote the record before, and in a sample there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from random import Random
from typing import Any

from twenty_hooks.samples import catalogue
from twenty_hooks.samples.scenario import Era

_NEVER = frozenset({"id", "createdAt", "updatedAt", "searchVector"})
_UNLIKELY = _NEVER | {
    "deletedAt",
    "position",
    "createdBy",
    "updatedBy",
    "avatarUrl",
    "body",
}
# The fields that people usually change.
_LIKELY: Mapping[str, tuple[str, ...]] = {
    "company": ("name", "address", "annualRevenue", "annualRecurringRevenue"),
    "note": ("title", "bodyV2"),
    "opportunity": ("amount", "closeDate", "stage"),
    "person": ("emails", "jobTitle", "phones", "companyId"),
    "task": ("title", "dueAt", "status", "assigneeId"),
    "workflowRun": ("endedAt", "status", "state"),
    "workspaceMember": ("colorScheme", "timeZone", "dateFormat"),
}


def choose(
    object_name: str,
    record: Mapping[str, Any],
    keys_set: Iterable[str],
    *,
    era: Era,
    random: Random,
) -> list[str]:
    """Return the keys that were set; with none, one or two that could have changed."""
    changed = [key for key in keys_set if key in record and key not in _NEVER]
    if era != "0.55":  # 0.55 has the order of the caller, others that of the row
        changed.sort(key=list(record).index)
    if not changed:
        changed = _likely(object_name, record, random)
    if era != "2.x":
        return changed
    known = {
        field.key: field.relation
        for field in catalogue.fields(era, object_name, "updated")
    }
    plain, relations = [], []
    for key in changed:
        # A custom field with the name of a join column is most likely one.
        relation = known.get(key, key.removesuffix("Id"))
        if relation in (None, key):
            plain.append(key)
        else:
            relations += [relation, key]
    return plain + relations


def _likely(object_name: str, record: Mapping[str, Any], random: Random) -> list[str]:
    candidates = [
        key
        for key, value in record.items()
        if key not in _UNLIKELY and value not in (None, "", [], {})
    ]
    preferred = [key for key in _LIKELY.get(object_name, ()) if key in candidates]
    candidates = preferred or candidates
    if not candidates:  # a record of nothing but system fields
        return ["deletedAt"] if "deletedAt" in record else []
    count = min(len(candidates), random.choice((1, 1, 2)))
    chosen = random.sample(candidates, count)
    return [key for key in candidates if key in chosen]
