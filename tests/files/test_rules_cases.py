"""Rules on scores, calibrations and claims: problems at their place, silence where all is well."""

from pathlib import Path

import pytest
from seeding import TINY, copy_of, places, problems_of

CONDITIONS = "registers/case_conditions.csv"
CALIBRATIONS, EVENTS, CAUSES = (
    "registers/calibrations.csv", "registers/case_events.csv", "registers/case_causes.csv",
)  # fmt: skip
MINE = ("score.", "calibration.", "event.", "code.", "reference.", "source.", "table.")
_CALIBRATION = "id,condition,indicator,what,unit,method,out,cross,full,log_odds,why\n"
_EVENT = "id,case,date,kind,what,reported_by,matter,sources,confidence\n"
_CAUSE = "id,case,cause,direction,stance,evidence,test,coder,sources,confidence\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy_of(TINY, tmp_path / "study")


def mine(folder: Path) -> list[tuple[str, str, int, str]]:
    return [p for p in places(problems_of(folder)) if p[0].startswith(MINE)]


def _scores(folder: Path, *lines: str) -> None:
    path = folder / CONDITIONS
    head, *body = path.read_text(encoding="utf-8-sig").splitlines()
    rows = [f"{head},standing,raw", *(f"{line},," for line in body), *lines]
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def test_a_second_coder_and_an_adjudication_are_no_repetition(folder) -> None:
    _scores(folder, "K1.a2,K1,anchor,0.67,달리 읽었다,reader-2,S4,,",
            "K1.a3,K1,anchor,1,합의하였다,둘,S4,adjudicated,")  # fmt: skip
    assert mine(folder) == []


@pytest.mark.parametrize(
    "line",
    [
        "K1.a2,K1,anchor,0.67,다시 읽었다,reader-1,S4,,",
        "K1.a2,K1,anchor,0.67,다시 읽었다,reader-1,S4,coding,",
    ],
)
def test_one_coder_scores_a_cell_once(folder, line) -> None:
    _scores(folder, line)
    assert mine(folder) == [("score.twice", CONDITIONS, 7, "coder")]


def test_a_cell_is_adjudicated_once(folder) -> None:
    _scores(folder, "K1.a2,K1,anchor,1,합의,둘,S4,adjudicated,",
            "K1.a3,K1,anchor,0.67,다시 합의,셋,S4,adjudicated,")  # fmt: skip
    assert mine(folder) == [("score.twice", CONDITIONS, 8, "coder")]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("c,anchor,,비율,%,direct,0,30,60,,까닭", []),
        ("c,anchor,,비율,%,direct,60,30,0,3,까닭", []),
        ("c,anchor,,비율,%,direct,0,90,60,3,까닭", [("calibration.order", "cross")]),
        ("c,anchor,,비율,%,direct,0,,60,3,까닭", [("calibration.order", "cross")]),
        ("c,anchor,,비율,%,crisp,,,,,까닭", [("calibration.threshold", "cross")]),
        ("c,anchor,,비율,%,crisp,,30,,,까닭", []),
        ("c,anchor,,비율,%,indirect,,,,,까닭", []),
        ("c,anchor,,비율,%,direct,0,30,60,0,까닭", [("calibration.odds", "log_odds")]),
    ],
)
def test_anchors(folder, line, expected) -> None:
    (folder / CALIBRATIONS).write_text(_CALIBRATION + line + "\n", encoding="utf-8")
    assert mine(folder) == [(code, CALIBRATIONS, 2, column) for code, column in expected]


def test_a_condition_is_calibrated_once(folder) -> None:
    two = "c,anchor,,비율,%,crisp,,30,,,까닭\nd,anchor,,다른 비율,%,crisp,,40,,,까닭\n"
    (folder / CALIBRATIONS).write_text(_CALIBRATION + two, encoding="utf-8")
    assert mine(folder) == [("calibration.twice", CALIBRATIONS, 3, "condition")]


def test_a_matter_needs_two_claims_in_its_case(folder) -> None:
    rows = "e1,K1,,outcome,57위,,순위,S4,high\ne2,K2,,outcome,35위,,순위,S4,high\n"
    (folder / EVENTS).write_text(_EVENT + rows, encoding="utf-8")
    assert mine(folder) == [
        ("event.lone_claim", EVENTS, 2, "matter"), ("event.lone_claim", EVENTS, 3, "matter"),
    ]  # fmt: skip
    rows = rows.replace("e2,K2", "e2,K1")
    (folder / EVENTS).write_text(_EVENT + rows, encoding="utf-8")
    assert mine(folder) == []


def test_causes_and_their_words_are_checked(folder) -> None:
    rows = (
        "c1,K1,overlap,success,for,근거,hoop,reader-1,S4,medium\n"
        "c2,K9,overlap,success,for,근거,,reader-1,S4,medium\n"
        "c3,K1,unknown,luck,maybe,근거,guess,reader-1,S99,medium\n"
    )
    (folder / CAUSES).write_text(_CAUSE + rows, encoding="utf-8")
    assert sorted(mine(folder)) == [
        ("code.unknown", CAUSES, 4, "cause"), ("code.unknown", CAUSES, 4, "direction"),
        ("code.unknown", CAUSES, 4, "stance"), ("code.unknown", CAUSES, 4, "test"),
        ("reference.dangling", CAUSES, 3, "case"), ("source.unknown", CAUSES, 4, "sources"),
    ]  # fmt: skip
