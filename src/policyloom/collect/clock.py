"""The clock that collecting goes by, so that tests can run a day in a moment."""

from __future__ import annotations

import threading
import time
from datetime import datetime


class Clock:
    """The machine's own clock. After `stop` nobody waits any longer."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    @property
    def stopped(self) -> bool:
        """Tell whether the round is being broken off."""
        return self._stop.is_set()

    def stop(self) -> None:
        """Wake all that sleep, and tell them to end."""
        self._stop.set()

    def now(self) -> datetime:
        """Return the time of day with the zone of this machine."""
        return datetime.now().astimezone().replace(microsecond=0)

    def monotonic(self) -> float:
        """Return seconds that only ever grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait, unless the round is broken off."""
        self._stop.wait(seconds)
