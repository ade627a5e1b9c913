"""Planting faults: each is one change at its place, drawn evenly and repeatably."""

import random
import shutil
from collections import Counter
from pathlib import Path

import pytest

from policyloom.files.load import load_study
from policyloom.measure.faults import KINDS, candidates, draw

TINY = Path(__file__).parent.parent / "studies" / "tiny"


@pytest.fixture(scope="module")
def study():
    made, problems = load_study(TINY)
    assert made is not None
    assert not problems
    return made


def test_every_fault_changes_its_stretch_and_nothing_else(study):
    found = list(candidates(study, random.Random(1)))
    assert {f.kind for f in found} >= set(KINDS) - {"unit"}
    for fault in found:
        before = (study.folder / fault.file).read_bytes()
        after = fault.planted(before)
        assert after != before
        assert len(after) - len(before) == len(fault.new.encode()) - len(fault.old.encode())


def test_the_draw_is_even_and_repeatable(study):
    faults = draw(study, 40, seed=7)
    assert faults == draw(study, 40, seed=7)
    assert faults != draw(study, 40, seed=8)
    assert len(faults) == len(set(faults)) == 40
    counts = Counter(f.kind for f in faults)
    pools = Counter(f.kind for f in candidates(study, random.Random(7)))
    share = min(counts[k] for k in KINDS if pools[k] > counts[k])
    assert all(counts[k] >= min(share, pools[k]) for k in KINDS)


def test_a_draw_beyond_what_there_is_takes_all(study):
    assert len(draw(study, 10**6, seed=1)) == sum(1 for _ in candidates(study, random.Random(1)))


@pytest.mark.slow
def test_a_sealed_study_tells_every_fault_and_raises_no_alarm(tmp_path):
    from policyloom.cli import main
    from policyloom.measure.honesty import test_honesty as run_honesty

    folder = tmp_path / "study"
    shutil.copytree(TINY, folder)
    assert main(["seal", str(folder), "--by", "홍길동"]) == 0
    made = run_honesty(folder, 48)
    assert not isinstance(made, list)
    assert made.false_alarms == 0
    assert len(made.outcomes) == 48
    silent = [o.fault for o in made.outcomes if o.told_by is None]
    assert silent == []
    assert all(o.stopped for o in made.of("negation"))


@pytest.mark.slow
def test_without_seals_the_silence_is_reported(tmp_path):
    from policyloom.measure.honesty import test_honesty as run_honesty

    folder = tmp_path / "study"
    shutil.copytree(TINY, folder)
    made = run_honesty(folder, 48)
    assert not isinstance(made, list)
    assert any(o.told_by is None for o in made.of("digit"))
    assert all(o.told_by is not None for o in made.of("negation"))
