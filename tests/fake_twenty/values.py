"""The values that a server makes itself. The replay uses the recorded ones instead."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime


class Values:
    """New ids, secrets and times."""

    def new_id(self) -> str:
        return str(uuid.uuid4())

    def new_secret(self) -> str:
        return secrets.token_hex(32)

    def created_at(self) -> str:
        return _now()

    def updated_at(self) -> str:
        return _now()


def _now() -> str:
    moment = datetime.now(UTC).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")
