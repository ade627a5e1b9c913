"""Politeness towards a host: one request at a time, with a pause between two."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from policyloom.collect.clock import Clock


@dataclass
class _Host:
    lock: threading.Lock = field(default_factory=threading.Lock)
    free_at: float = 0.0
    pause: float = 0.0


@dataclass
class Pace:
    """The pauses of one run, by host. `pause` is the least between two requests to a host."""

    clock: Clock
    pause: float = 2.0
    longest: float = 60.0
    _hosts: dict[str, _Host] = field(default_factory=dict)
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def slow_down(self, host: str, pause: float) -> None:
        """Keep at least this pause (a robots.txt's Crawl-delay), within what is bearable."""
        entry = self._entry(host)
        entry.pause = min(max(entry.pause, pause), self.longest)
        self.hold(host, max(entry.pause, self.pause) if entry.pause else 0.0)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for a while, as it asked (Retry-After) or as it seems to need."""
        entry = self._entry(host)
        entry.free_at = max(entry.free_at, self.clock.monotonic() + seconds)

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Wait until it is our turn at a host; the next turn is a pause after this one ends."""
        entry = self._entry(host)
        with entry.lock:
            wait = entry.free_at - self.clock.monotonic()
            if wait > 0:
                self.clock.sleep(wait)
            try:
                yield
            finally:
                pause = max(self.pause, entry.pause)
                entry.free_at = max(entry.free_at, self.clock.monotonic() + pause)

    def _entry(self, host: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(host, _Host())
