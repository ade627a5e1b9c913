"""A round of collecting: which sources, in what order, through which connector, with what result.

Hosts are asked side by side, each by one thread at a time; records are made and stored in the one
thread that runs the round.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from typing import Final

from policyloom.collect.address import AddressRefusedError, parse_address
from policyloom.collect.connector import Wanted
from policyloom.collect.fetch import Answer, Client
from policyloom.collect.govcn import LIBRARY, can_search, search
from policyloom.collect.outcome import judged
from policyloom.collect.store import Record, Store
from policyloom.model.study import Study

SIDE_BY_SIDE: Final = 6


@dataclass(frozen=True)
class Options:
    """What a round is to do. `only` names sources; `limit` 0 means all."""

    only: tuple[str, ...] = ()
    limit: int = 0
    library: str = LIBRARY
    side_by_side: int = SIDE_BY_SIDE


def wanted_sources(study: Study, store: Store, options: Options) -> list[Wanted]:
    """Return the sources to collect: those never asked for first, then the longest ago.

    Left out are sources without an address that no library can find.
    """
    numbers = _numbers(study)
    made: list[tuple[str, int, Wanted]] = []
    for row in study.table("sources"):
        if options.only and row.id not in options.only:
            continue
        wanted = Wanted(
            source=row.id,
            line=row.line,
            address=row.text("address"),
            title=row.text("title"),
            kind=row.text("kind"),
            language=row.text("language"),
            file=row.text("file"),
            hash=row.text("hash").lower(),
            numbers=numbers.get(row.id, ()),
        )
        if wanted.address or can_search(wanted):
            earlier = store.records(row.id)
            made.append((earlier[-1].at if earlier else "", len(made), wanted))
    ordered = [wanted for _, _, wanted in sorted(made, key=lambda m: m[:2])]
    return ordered[: options.limit] if options.limit else ordered


def collect(
    wanted: Sequence[Wanted], client: Client, store: Store, options: Options
) -> Iterator[Record]:
    """Fetch the sources and yield the record of each as it is stored."""
    with ThreadPoolExecutor(max_workers=options.side_by_side) as pool:
        queues = _by_host(wanted)
        running: dict[Future[_Got], list[Wanted]] = {}
        try:
            while queues or running:
                while queues and len(running) < options.side_by_side:
                    _start(pool, running, queues.pop(0), client, store, options)
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    rest = running.pop(future)
                    got = future.result()
                    yield _stored(got, client, store)
                    if rest:
                        queues.insert(0, rest)
        except BaseException:
            client.clock.stop()
            pool.shutdown(wait=False, cancel_futures=True)
            raise


@dataclass(frozen=True)
class _Got:
    """What came for a source: the answer, the address it came from, and who found that."""

    wanted: Wanted
    address: str
    answer: Answer
    known: Record | None = None
    found_by: str = ""
    elsewhere: str = ""


def _start(
    pool: ThreadPoolExecutor,
    running: dict[Future[_Got], list[Wanted]],
    queue: list[Wanted],
    client: Client,
    store: Store,
    options: Options,
) -> None:
    first, rest = queue[0], queue[1:]
    earlier = _found_before(first, store)
    address = first.address or earlier
    known = store.last_held(first.source, address) if address else None
    future = pool.submit(_get, first, address, known, client, options)
    running[future] = rest


def _get(
    wanted: Wanted, address: str, known: Record | None, client: Client, options: Options
) -> _Got:
    """Fetch one source; runs in a thread and touches no file."""
    found_by = "" if wanted.address else "library"
    if not address:
        found = search(client, wanted, options.library)
        if found.entry is None:
            return _Got(wanted, "", found.answer, found_by=found_by)
        address = found.entry.address
    answer = client.get(address, _conditions(known))
    if answer.not_modified and known is None:
        answer = client.get(address)
    got = _Got(wanted, address, answer, known, found_by)
    if answer.code == "collect.gone" and can_search(wanted):
        other = search(client, wanted, options.library).entry
        if other is not None and other.address != address:
            return replace(got, elsewhere=other.address)
    return got


def _stored(got: _Got, client: Client, store: Store) -> Record:
    at = client.clock.now().isoformat()
    record = judged(got.wanted, got.address, got.answer, got.known, store, at)
    record = replace(record, found_by=got.found_by)
    if got.elsewhere:
        details = {**record.details, "elsewhere": got.elsewhere}
        record = replace(record, code="collect.moved", details=details)
    store.add(record)
    return record


def _found_before(wanted: Wanted, store: Store) -> str:
    """Return the address that an earlier search found for a source without one."""
    found = (r.address for r in reversed(store.records(wanted.source)) if r.found_by and r.held)
    return next(found, "")


def _conditions(known: Record | None) -> dict[str, str]:
    pairs = (
        ("If-None-Match", known.etag if known else ""),
        ("If-Modified-Since", known.last_modified if known else ""),
    )
    return {
        name: value for name, value in pairs if value.isascii() and value.isprintable() and value
    }


def _numbers(study: Study) -> dict[str, tuple[str, ...]]:
    """Return the document numbers of the policies that name each source alone."""
    found: dict[str, tuple[str, ...]] = {}
    for row in study.table("policies"):
        number = row.text("number")
        for source in row.many("sources") if number else ():
            found[source] = (*found.get(source, ()), number)
    return {s: tuple(dict.fromkeys(n)) for s, n in found.items() if len(set(n)) == 1}


def _by_host(wanted: Sequence[Wanted]) -> list[list[Wanted]]:
    """Return the sources in a queue for each host, in the order in which hosts come up."""
    queues: dict[str, list[Wanted]] = {}
    for source in wanted:
        try:
            host = parse_address(source.address).host if source.address else LIBRARY
        except AddressRefusedError:
            host = source.address
        queues.setdefault(host, []).append(source)
    return list(queues.values())
