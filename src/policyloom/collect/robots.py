"""robots.txt as RFC 9309 has it: the longest matching rule of our group decides."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote

MOST_BYTES = 512_000
_MOST_STARS = 20
_SAFE = "!$&'()*+,;=:@/~-._?[]|"


@dataclass(frozen=True)
class Robots:
    """The rules that hold for us: (allowed, pattern) pairs and the pause asked for, in seconds."""

    rules: tuple[tuple[bool, str], ...] = ()
    delay: float = 0.0

    def allows(self, target: str) -> bool:
        """Tell whether a path with query may be fetched; on a tie "allow" wins."""
        if target == "/robots.txt":
            return True
        path = _plain(target)
        found = [(len(p), allowed) for allowed, p in self.rules if _matches(p, path)]
        return max(found)[1] if found else True


def parse_robots(data: bytes, product: str) -> Robots:
    """Read the group for our product token, or the one for all where none names us."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for agents, field, value in _lines(data):
        for agent in agents:
            groups.setdefault(agent, []).append((field, value))
    mine = groups.get(product.lower(), groups.get("*", []))
    rules = tuple((f == "allow", _plain(v)) for f, v in mine if f != "crawl-delay" and v)
    delays = [float(v) for f, v in mine if f == "crawl-delay" and re.fullmatch(r"\d+(\.\d+)?", v)]
    return Robots(rules, max(delays, default=0.0))


def _lines(data: bytes) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """Yield (agents of the group, field, value) for every rule."""
    agents: list[str] = []
    naming = False
    text = data[:MOST_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
    for line in text.splitlines():
        field, colon, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not colon:
            continue
        if field == "user-agent":
            agents = [*(agents if naming else ()), _product(value)]
            naming = True
        elif field in ("allow", "disallow", "crawl-delay"):
            naming = False
            yield tuple(agents), field, value
    for agent in agents if naming else ():
        yield (agent,), "allow", ""


def _product(value: str) -> str:
    token = re.match(r"[A-Za-z_-]+|\*", value)
    return token.group().lower() if token else ""


def _plain(path: str) -> str:
    """Return a path with its percent signs resolved where that changes nothing else."""
    return quote(unquote(path), safe=_SAFE)


def _matches(pattern: str, path: str) -> bool:
    if pattern.count("*") > _MOST_STARS:
        pattern = pattern[: pattern.find("*")]
    ends = pattern.endswith("$")
    parts = pattern.removesuffix("$").split("*")
    if not path.startswith(parts[0]):
        return False
    at = len(parts[0])
    for index, part in enumerate(parts[1:], 2):
        if ends and index == len(parts):
            return len(path) - len(part) >= at and path.endswith(part)
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return at == len(path) or not ends
