"""The life of pilots: named, designated, extended, national, stopped; and what was not seen of it.

A designation is known from the pilot's date or designator, or from an event; a pilot is national
where a body of the centre designated it, or an event says so. Extension and stopping are known from
events only.
What has no row was not seen: a pilot without a stop may have stopped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from policyloom.analysis.answer import (
    DAYS,
    Answer,
    Line,
    number_column,
    reference_column,
    text_column,
)
from policyloom.core.dates import PartialDate, parse_date
from policyloom.methods.adoption import lag_days, summarise
from policyloom.model.evidence import Evidence
from policyloom.model.result import Plain, Text

PILOTS = Text("건", "pilots")
STATES: Mapping[str, Text] = {
    "named": Text("이름이 나옴", "Named"),
    "designated": Text("지정", "Designated"),
    "extended": Text("확대", "Extended"),
    "national": Text("국가급", "National"),
    "stopped": Text("중단", "Stopped"),
}
_NATIONAL = frozenset({"party", "legislature", "state-council", "ministry", "national-body"})
_NOT_SEEN = Text(
    "빈칸은 보지 못한 것이다. 중단을 보지 못한 시범이 계속되고 있다는 뜻은 아니다.",
    "A blank was not seen: a pilot without a stop is not known to go on.",
)


@dataclass(frozen=True)
class Life:
    """What is known of a pilot: for each state the dates seen ("" for a state without a date)."""

    pilot: str
    states: Mapping[str, tuple[str, ...]]
    origins: tuple[str, ...]

    def first(self, state: str) -> PartialDate | None:
        """Return the earliest date of a state, None where no date was seen."""
        dates = [d for text in self.states.get(state, ()) if (d := parse_date(text))]
        return min(dates, default=None, key=lambda d: (d.last, d.first))


def add_life(answer: Answer, evidence: Evidence) -> None:
    """Add the states of pilots as values and tables."""
    lives = lives_of(evidence)
    every = [f"pilots:{life.pilot}" for life in lives]
    rows: list[Line] = []
    for state, text in STATES.items():
        at = [life for life in lives if state in life.states]
        dated = [life for life in at if life.first(state)]
        origins = [ref for life in at for ref in life.origins]
        label = Text(f"{text.ko}: 본 시범", f"{text.en}: pilots seen so")
        answer.number(f"life_{state}", label, len(at), PILOTS, origins or every)
        label = Text(f"{text.ko}: 때까지 본 시범", f"{text.en}: with a date")
        answer.number(f"life_{state}_dated", label, len(dated), PILOTS, origins or every)
        cells: list[Plain] = [text.ko, text.en, len(at), len(dated), len(lives) - len(at)]
        rows.append((cells, origins or every))
    columns = [
        text_column("state", "상태", "State (Korean)"),
        text_column("state_en", "상태(영어)", "State"),
        number_column("seen", "본 시범", "Seen"),
        number_column("dated", "때도 본 것", "With a date"),
        number_column("unknown", "보지 못함", "Not seen"),
    ]
    title = Text("시범의 한살이: 상태별로 본 것", "Life of pilots: states seen")
    answer.table("life_states", title, columns, [r for r in rows if r[1]], [_NOT_SEEN], PILOTS)
    _each(answer, lives)
    _times(answer, lives, every)


def lives_of(evidence: Evidence) -> list[Life]:
    """Return the life of every pilot, in the order of the ids."""
    kinds = {r["id"]: r["kind"] for r in evidence.query("SELECT id, kind FROM actors ORDER BY id")}
    events = evidence.query("SELECT id, pilot, event, date FROM pilot_events ORDER BY id")
    pilots = evidence.query("SELECT id, date, designated_by FROM pilots ORDER BY id")
    lives = []
    for p in pilots:
        states: dict[str, list[str]] = {}
        origins = [f"pilots:{p['id']}"]
        if p["date"] or p["designated_by"]:
            states["designated"] = [p["date"] or ""]
        if any(kinds.get(actor) in _NATIONAL for actor in p["designated_by"] or ()):
            states["national"] = [p["date"] or ""]
        for e in (e for e in events if e["pilot"] == p["id"]):
            states.setdefault(e["event"], []).append(e["date"] or "")
            origins.append(f"pilot_events:{e['id']}")
        found = {state: tuple(dates) for state, dates in states.items()}
        lives.append(Life(p["id"], found, tuple(origins)))
    return lives


def _each(answer: Answer, lives: Sequence[Life]) -> None:
    """List the pilots of which more than a designation is known."""
    rows: list[Line] = []
    for life in lives:
        if set(life.states) - {"designated", "national"}:
            cells = [_dates(life, state) for state in STATES]
            rows.append(([f"pilots:{life.pilot}", *cells], life.origins))
    columns = [
        reference_column("pilot", "시범", "Pilot"),
        *(text_column(state, text.ko, text.en) for state, text in STATES.items()),
    ]
    title = Text("이력을 본 시범", "Pilots of which a history was seen")
    answer.table("life", title, columns, rows, [_NOT_SEEN])


def _dates(life: Life, state: str) -> str | None:
    if state not in life.states:
        return None
    found = sorted({text for text in life.states[state] if text})
    return ", ".join(found) or "○"


def _times(answer: Answer, lives: Sequence[Life], every: Sequence[str]) -> None:
    """Add the days from designation to the first extension, where both are known to the day."""
    known: list[tuple[Life, int]] = []
    for life in lives:
        start, grown = life.first("designated"), life.first("extended")
        if start and grown and start.day and grown.day:
            known.append((life, lag_days(start.first, grown.first)))
    summary = summarise([days for _, days in known])
    origins = [ref for life, _ in known for ref in life.origins] or every
    label = Text(
        "지정에서 첫 확대까지를 셀 수 있는 시범", "Pilots timed from designation to extension"
    )
    answer.number("life_extension_n", label, summary.n, PILOTS, origins)
    label = Text("지정에서 첫 확대까지의 중앙값", "Median time from designation to extension")
    reason = Text("두 날짜를 모두 아는 시범이 없음", "no pilot has both known to the day")
    answer.number("life_extension_median", label, summary.median, DAYS, origins, reason)
