"""Review rounds: how many comments each brought, what came of them, and what is still open.

A row of the register without a comment names a round; a row with one is a comment. A comment is
open while it has no response; answered while nothing says what was changed; settled when a change
is named, or when it was answered and declined.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from policyloom.analysis.plan_reading import Plan
from policyloom.model.evidence import Record
from policyloom.model.result import Plain, ResultColumn, ResultTable, Text, Value

_COUNT = Text("건", "")
_ROUNDS = Text("개", "")
_FORM = Text("심의의견과 반영 결과", "comments and what came of them")
_NONE = Text("적힌 심의의견이 없다.", "No review comment is recorded.")
_NO_RESPONSE = Text("(답변 대기)", "(no response yet)")
_NO_CHANGE = Text("(반영 대기)", "(no change yet)")
_DECLINED = Text("(반영하지 않음)", "(nothing changed)")
STAGES = {
    "plan": Text("계획심의", "Plan review"),
    "midterm": Text("중간심의", "Mid-term review"),
    "final": Text("최종심의", "Final review"),
}
_OUTCOMES = {
    "accepted": Text("반영", "Accepted"),
    "partly": Text("부분 반영", "Partly accepted"),
    "declined": Text("미반영", "Declined"),
}
_STATES = {
    "unanswered": Text("답변 대기", "No response"),
    "unchanged": Text("반영 대기", "No change"),
    "settled": Text("마침", "Settled"),
}
_OPTIONAL = ("reviewer", "part", "outcome", "page")


@dataclass(frozen=True)
class Comment:
    """A comment: its row, its number within its round, and how it stands."""

    row: Record
    number: int

    @property
    def reference(self) -> str:
        """Return the reference of the row."""
        return f"reviews:{self.row['id']}"

    @property
    def state(self) -> str:
        """Return unanswered, unchanged or settled."""
        if not self.of("response"):
            return "unanswered"
        done = self.of("change") or self.of("outcome") == "declined"
        return "settled" if done else "unchanged"

    def of(self, column: str) -> str:
        """Return a cell as text, "" where it is empty."""
        return str(self.row.get(column) or "")


def rounds(plan: Plan) -> dict[str, list[Record]]:
    """Return the rows of each round by its name, in the order of the register."""
    found: dict[str, list[Record]] = {}
    for row in plan.table("reviews"):
        found.setdefault(str(row["round"] or ""), []).append(row)
    return found


def comments(plan: Plan) -> list[Comment]:
    """Return every comment, numbered within its round."""
    return [
        Comment(row, number)
        for rows in rounds(plan).values()
        for number, row in enumerate((r for r in rows if r.get("comment")), 1)
    ]


def review_values(plan: Plan) -> dict[str, Value]:
    """Count rounds and comments: all, without response, without change, settled."""
    held = rounds(plan)
    every = tuple(f"reviews:{row['id']}" for row in plan.table("reviews"))
    found = comments(plan)
    made = {
        "reviews": Value(
            len(held), Text("연구심의", "Review rounds"), _ROUNDS, (*every, *plan.origins)
        )
    }
    groups = (
        ("review_comments", found, "심의의견", "Review comments"),
        ("review_unanswered", _in(found, "unanswered"), "답변이 없는 심의의견", "No response yet"),
        ("review_unchanged", _in(found, "unchanged"), "반영한 곳이 없는 심의의견", "No change yet"),
        ("review_settled", _in(found, "settled"), "마친 심의의견", "Comments settled"),
    )
    for name, some, ko, en in groups:
        origins = tuple(c.reference for c in some) or every
        made[name] = Value(len(some), Text(ko, en), _COUNT, (*origins, *plan.origins))
    return made


def review_tables(plan: Plan) -> dict[str, ResultTable]:
    """Return the rounds, and the comments of each stage in the form of an institute.

    The tables of the stages are there before their comments are, so that an annex can name them.
    """
    found = comments(plan)
    made = {"reviews": _rounds_table(plan, found)}
    for stage, name in STAGES.items():
        title = Text(f"{name.ko}의 {_FORM.ko}", f"{name.en}: {_FORM.en}")
        made[f"comments_{stage}"] = _form([c for c in found if c.of("stage") == stage], title)
    return made


def _rounds_table(plan: Plan, found: Sequence[Comment]) -> ResultTable:
    rows: list[tuple[Plain, ...]] = []
    origins: list[tuple[str, ...]] = []
    for name, records in rounds(plan).items():
        own = [c for c in found if c.of("round") == name]
        stage = STAGES.get(str(records[0]["stage"]), Text(str(records[0]["stage"] or ""), ""))
        dates = sorted({str(r["date"]) for r in records if r["date"]})
        counts = (len(own), *(len(_in(own, state)) for state in _STATES))
        first = f"reviews:{records[0]['id']}"
        rows.append((first, name, stage.ko, stage.en, "; ".join(dates) or None, *counts))
        references = tuple(f"reviews:{r['id']}" for r in records)
        origins.append((*references, *plan.origins))
    return ResultTable(
        title=Text("연구심의", "Review rounds"),
        columns=(
            ResultColumn("id", Text("식별자", "Id"), "reference"),
            ResultColumn("round", Text("심의", "Round")),
            ResultColumn("stage", Text("단계", "Stage (Korean)")),
            ResultColumn("stage_en", Text("단계(영어)", "Stage")),
            ResultColumn("date", Text("날짜", "Date")),
            ResultColumn("comments", Text("의견", "Comments"), "number"),
            *(ResultColumn(state, text, "number") for state, text in _STATES.items()),
        ),
        rows=tuple(rows),
        origins=tuple(origins),
    )


def _form(found: Sequence[Comment], title: Text) -> ResultTable:
    """Lay comments out: number, reviewer, comment, response, outcome, change, page.

    Columns that an institute may leave out are there where any comment fills them, the round
    where a stage had several.
    """
    kept = {name for name in _OPTIONAL if any(c.of(name) for c in found)}
    kept |= {"round"} if len({c.of("round") for c in found}) > 1 else set()
    left = {"round", *_OPTIONAL} - kept
    columns = [column for column in _COLUMNS if column.name.removesuffix("_en") not in left]
    rows = [_cells(comment) for comment in found]
    return ResultTable(
        title=title,
        columns=tuple(columns),
        rows=tuple(tuple(row[column.name] for column in columns) for row in rows),
        notes=() if found else (_NONE,),
        origins=tuple((comment.reference,) for comment in found),
    )


def _cells(comment: Comment) -> dict[str, Plain]:
    waits = Text("", "") if comment.of("response") else _NO_RESPONSE
    change = _DECLINED if comment.of("outcome") == "declined" else _NO_CHANGE
    change = change if comment.of("response") else Text("", "")
    outcome = _OUTCOMES.get(comment.of("outcome"), Text("-", "-"))
    made: dict[str, Plain] = {
        "number": comment.number,
        "outcome": outcome.ko,
        "outcome_en": outcome.en,
    }
    for name in ("round", "reviewer", "part", "comment", "page"):
        made[name] = comment.of(name) or "-"
    for name, words in (("response", waits), ("change", change)):
        made[name] = comment.of(name) or words.ko or "-"
        made[f"{name}_en"] = comment.of(name) or words.en or "-"
    return made


def _in(found: Iterable[Comment], state: str) -> list[Comment]:
    return [comment for comment in found if comment.state == state]


_COLUMNS = (
    ResultColumn("number", Text("번호", "No."), "number", "d"),
    ResultColumn("round", Text("심의", "Round")),
    ResultColumn("reviewer", Text("심의위원", "Reviewer")),
    ResultColumn("part", Text("관련 부분", "Part concerned")),
    ResultColumn("comment", Text("심의의견", "Comment")),
    ResultColumn("response", Text("답변", "Response (Korean)")),
    ResultColumn("response_en", Text("답변(영어)", "Response")),
    ResultColumn("outcome", Text("반영 여부", "Outcome (Korean)")),
    ResultColumn("outcome_en", Text("반영 여부(영어)", "Outcome")),
    ResultColumn("change", Text("반영 내용", "Change (Korean)")),
    ResultColumn("change_en", Text("반영 내용(영어)", "Change")),
    ResultColumn("page", Text("반영 쪽", "Page")),
)
