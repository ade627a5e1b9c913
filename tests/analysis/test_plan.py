"""The plan analysis on the shipped study's plan, on altered plans, and without a plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import vl_convert

from policyloom.analysis import plan
from policyloom.files.load import load_study
from policyloom.model.evidence import Options, Record
from policyloom.model.plan import PlanSettings
from policyloom.model.result import Result, localise, result_from_record
from policyloom.model.study import Study
from policyloom.model.tables import dictionary
from policyloom.store.evidence import open_tables

STUDY = Path(__file__).parents[2] / "studies" / "china-internet-plus"
TABLES = (
    "budget", "trips", "schedule", "plan_methods", "agenda", "promises", "prior_studies", "reviews",
)  # fmt: skip
Change = Callable[[dict[str, list[Record]]], None]


@cache
def shipped() -> Study:
    study, _ = load_study(STUDY)
    assert study is not None
    return study


@cache
def rows() -> dict[str, list[Record]]:
    store = open_tables({name: shipped().table(name) for name in TABLES})
    found = {name: store.query(f"SELECT * FROM {name} ORDER BY line") for name in TABLES}
    store.close()
    return found


@dataclass
class Rows:
    """Evidence over plain rows, so that a test can alter one cell."""

    tables: dict[str, list[Record]]

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Record]:  # noqa: ARG002
        return self.tables[sql.split()[3]]


def run(change: Change | None = None, **settings: Any) -> Result:
    tables = {name: [dict(row) for row in found] for name, found in rows().items()}
    if change:
        change(tables)
    made = shipped().plan.model_copy(update=settings) if settings else shipped().plan
    return plan.run(Rows(tables), Options(shipped().settings, extra={"plan": made}))


def edit(table: str, row: str, **cells: Any) -> Change:
    def change(tables: dict[str, list[Record]]) -> None:
        next(r for r in tables[table] if r["id"] == row).update(cells)

    return change


def found(result: Result) -> list[tuple[Any, ...]]:
    return [(row[0], row[3], row[4], row[5]) for row in result.tables["findings"].rows]


def codes(result: Result) -> list[str]:
    return [row[0] for row in result.tables["findings"].rows]


GRID = "plan/plan.yaml; " + "; ".join(f"schedule:W{i}" for i in range(1, 9))


def test_the_shipped_plan_gives_exactly_the_known_findings() -> None:
    assert found(run()) == [
        ("line-amount", 305, 310, "budget:B5.13"),
        ("line-amount", 305, 310, "budget:B5.19"),
        ("grid", 12, 10, GRID),
        ("task-ground", 1, 0, "schedule:W5"),
        ("agenda-table", 1, 0, "agenda:G34"),
        ("agenda-table", 1, 0, "agenda:G35"),
        ("agenda-table", 1, 0, "agenda:G38"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("total_printed", 53000), ("total_lines", 53000), ("total_computed", 53010),
        ("total_exact", 53006.56), ("total_residue", -10), ("exchange_rate", 1.13),
        ("lines", 42), ("lines_exact", 26), ("lines_rounded", 14), ("lines_off", 2),
        ("section_2", 2500), ("section_3", 8400), ("section_4", 2500), ("section_5", 11450),
        ("section_6", 11500), ("section_7", 6750), ("section_8", 9900), ("section_1", None),
        ("trips_cost", 8700), ("trips", 4), ("tasks", 8), ("tasks_dated", 0), ("methods", 5),
        ("months", 10), ("period_months", 10), ("grid_months", 12), ("findings", 7),
        ("times_expert_meeting", 5), ("times_review", 3), ("reviews", 3), ("prior_studies", 3),
        ("agenda_items", 13), ("agenda_cited", 5), ("agenda_in_table", 2), ("agenda_absent", 3),
    ],
)  # fmt: skip
def test_named_values_of_the_shipped_plan(name: str, value: float | None) -> None:
    assert run().values[name].value == value


def test_trip_costs_are_the_known_ones() -> None:
    table = run().tables["trips"]
    place = [c.name for c in table.columns].index("place")
    costs = {row[place]: row[-1] for row in table.rows}
    assert costs == {"북경": 3350, "선전": 1735, "항저우": 1170, "상하이": 2445}


def test_every_line_shows_its_arithmetic_and_leads_to_its_row() -> None:
    table = run().tables["budget"]
    by_id = {row[0]: row for row in table.rows}
    assert by_id["budget:B5.13"][3:] == ("[($90×3박×1인)×1회]×1.13", 305.1, "10", 310, 305, -5)
    assert by_id["budget:B5.11"][3:] == ("(65×1인)×1회", 65, "-", 65, 65, 0)
    assert all(origins[-1] == "sources:SP01" for origins in table.origins)


@pytest.mark.parametrize(
    ("change", "code", "says", "follows"),
    [
        (edit("budget", "B2.1", printed=2010), "line-amount", 2010, 2000),
        (edit("budget", "B2.1", printed=2010), "section-subtotal", 2500, 2510),
        (edit("budget", "B2.1", formula="200×9월"), "running-months", 9, 10),
        (edit("budget", "B2.1", formula="200×a"), "line-amount", 2000, None),
        (edit("budget", "B2.1", section="없는 비목"), "section-subtotal", None, None),
        (edit("budget", "B7.1", formula="(300×1인)×6회"), "activity-times", 6, 5),
        (edit("budget", "B8.3", formula="(30×10인)×2회"), "activity-times", 2, 3),
        (edit("budget", "B5.3", formula="[($138×4박×1인)×1회]×1.13"), "trip-rates", 138, 137),
        (edit("budget", "B5.3", formula="[($137×4박×1인)×1회]×1.2"), "exchange-rate", 1.2, 1.13),
        (edit("budget", "B5.3", formula="[($137×5박×1인)×1회]×1.13"), "trip-lines", 5, 4),
        (edit("budget", "B5.2", formula="(544×3인)×1회"), "trip-lines", 3, 2),
        (edit("budget", "B5.3", formula="[($137×4박×2인)×1회]×1.13"), "trip-lines", 3, 2),
        (edit("trips", "T1", days=6), "trip-days", 6, 5),
        (edit("schedule", "W4", method=None, activity="talks"), "task-ground", 1, 0),
        (edit("agenda", "G33", in_table=False), "agenda-table", 1, 0),
    ],
)
def test_an_altered_cell_is_found(
    change: Change, code: str, says: float, follows: float | None
) -> None:
    assert (code, says, follows) in [row[:3] for row in found(run(change))]


def test_altered_settings_are_found() -> None:
    assert "total" in codes(run(total_printed=53010.0))
    assert "period" in codes(run(months=11))


def test_what_is_set_right_is_no_longer_found() -> None:
    def change(tables: dict[str, list[Record]]) -> None:
        for item in tables["agenda"]:
            item["in_table"] = True
        tables["schedule"].pop(4)

    grid = shipped().plan.grid.model_copy(update={"start": "2018-03"})
    assert codes(run(change, grid=grid)) == ["line-amount", "line-amount"]


def test_a_formula_that_cannot_be_read_leaves_the_totals_undefined() -> None:
    result = run(edit("budget", "B2.1", formula="?"))
    assert result.values["total_computed"].value is None
    assert result.values["total_computed"].reason.ko


def test_a_study_without_a_plan_gives_an_empty_result_that_says_so() -> None:
    store = open_tables({})
    result = plan.run(store, Options(shipped().settings))
    assert not result.values
    assert "plan.yaml" in result.notes[0].en


def test_a_plan_without_tables_gives_numbers_that_say_why_they_are_missing() -> None:
    words = {"ko": "가", "en": "a"}
    settings = PlanSettings.model_validate(
        {
            "title": words,
            "lead": {"name": "가"},
            "unit": "천원",
            "unit_en": "thousand won",
            "currency": "KRW",
        }
    )
    result = plan.run(open_tables({}), Options(shipped().settings, extra={"plan": settings}))
    assert result.values["lines"].value == 0
    assert result.values["total_lines"].reason.ko
    assert result.tables["findings"].rows == ()
    assert not result.figures


def test_the_result_survives_json_and_is_the_same_from_the_store() -> None:
    store = open_tables({name: shipped().table(name) for name in TABLES})
    stored = plan.run(store, Options(shipped().settings, extra={"plan": shipped().plan}))
    assert stored == run()
    record = json.loads(json.dumps(stored.as_record(), ensure_ascii=False))
    assert result_from_record(record) == stored


def test_every_origin_is_a_row_of_the_study() -> None:
    result = run()
    origins = {o for value in result.values.values() for o in value.origins}
    origins |= {o for t in result.tables.values() for row in t.origins for o in row}
    for origin in sorted(origins):
        table, _, row = origin.partition(":")
        assert table in dictionary(), origin
        assert row in shipped().table(table).by_id, origin


def states(result: Result, task: str) -> str:
    cells = result.figures["schedule"].spec["data"]["values"]
    chosen = [c for c in cells if c["task"]["en"] == task]
    return " ".join(c["state"]["en"].split()[0] for c in chosen)


def test_the_gantt_chart_draws_unreadable_months_as_such_and_dated_ones_as_bars() -> None:
    assert states(run(), "Expert survey") == "outside outside" + " research" * 10
    result = run(edit("schedule", "W5", start="2018-05", end="2018-06-15"))
    assert states(result, "Expert survey") == (
        "outside outside not not planned planned not not not not not not"
    )


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", ["schedule", "budget"])
def test_figures_draw_in_both_languages(name: str, language: str) -> None:
    svg = vl_convert.vegalite_to_svg(localise(run().figures[name].spec, language))
    assert ("전문가" in svg) is (language == "ko")


def with_comments(tables: dict[str, list[Record]]) -> None:
    """Give the mid-term review four comments: open, answered, settled, declined."""
    blank = dict.fromkeys(tables["reviews"][1], None)
    own = {"round": "연구중간심의회", "stage": "midterm", "date": "2018-06-20"}
    tables["reviews"] += [
        {**blank, **own, "id": "V4", "comment": "하나", "reviewer": "위원 A"},
        {**blank, **own, "id": "V5", "comment": "둘", "response": "답"},
        {**blank, **own, "id": "V6", "comment": "셋", "response": "답", "change": "서론"},
        {**blank, **own, "id": "V7", "comment": "넷", "response": "답", "outcome": "declined"},
    ]


def test_comments_are_counted_by_how_they_stand_and_rounds_stay_rounds() -> None:
    result = run(with_comments)
    values = {n: v.value for n, v in result.values.items() if n.startswith("review")}
    assert values == {
        "reviews": 3, "review_comments": 4, "review_unanswered": 1, "review_unchanged": 1,
        "review_settled": 2,
    }  # fmt: skip
    assert result.values["review_unanswered"].origins[0] == "reviews:V4"
    assert result.values["times_review"].value == 3
    assert codes(result) == codes(run())
    rounds = result.tables["reviews"]
    assert [row[1:] for row in rounds.rows] == [
        ("연구계획심의회", "계획심의", "Plan review", None, 0, 0, 0, 0),
        ("연구중간심의회", "중간심의", "Mid-term review", "2018-06-20", 4, 1, 1, 2),
        ("연구결과심의회", "최종심의", "Final review", None, 0, 0, 0, 0),
    ]


def test_comments_stand_in_the_form_of_an_institute() -> None:
    result = run(with_comments)
    form = result.tables["comments_midterm"]
    assert [c.name for c in form.columns] == [
        "number", "reviewer", "comment", "response", "response_en", "outcome", "outcome_en",
        "change", "change_en",
    ]  # fmt: skip
    assert form.rows == (
        (1, "위원 A", "하나", "(답변 대기)", "(no response yet)", "-", "-", "-", "-"),
        (2, "-", "둘", "답", "답", "-", "-", "(반영 대기)", "(no change yet)"),
        (3, "-", "셋", "답", "답", "-", "-", "서론", "서론"),
        (4, "-", "넷", "답", "답", "미반영", "Declined", "(반영하지 않음)", "(nothing changed)"),
    )
    assert form.origins == (("reviews:V4",), ("reviews:V5",), ("reviews:V6",), ("reviews:V7",))
    empty = result.tables["comments_final"]
    assert (empty.rows, len(empty.notes)) == ((), 1)


def test_without_comments_nothing_is_counted_as_open() -> None:
    values = run().values
    assert [values[f"review_{n}"].value for n in ("comments", "unanswered", "unchanged")] == [0] * 3
