"""The clock that collecting goes by, so that tests can run a day in a moment."""

from __future__ import annotations

import time
from datetime import datetime


class Clock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the time of day with the zone of this machine."""
        return datetime.now().astimezone().replace(microsecond=0)

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
