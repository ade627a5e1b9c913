"""`explain`: the chain from a number, claim, figure or source, back to files and forward to print."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from policyloom.core.problem import Language, problem
from policyloom.core.text import format_value
from policyloom.model.facts import Facts
from policyloom.model.lineage import Lineage, fallen, lineage
from policyloom.model.tables import dictionary
from policyloom.terminal import problem_lines

_HEAD = {
    "ko": {
        "back": "근거 (무엇에 기대는가)",
        "forward": "쓰임 (무엇이 여기에 기대는가)",
        "none": "없음",
        "fall": "이 출처가 없으면 무너지는 것",
        "weaken": "다른 출처가 남아 약해지는 것",
        "unknown": "그런 참조가 없다: {ref}",
        "near": "혹시: {near}",
        "undefined": "정의되지 않음",
    },
    "en": {
        "back": "Rests on",
        "forward": "Carries",
        "none": "nothing",
        "fall": "Falls without these sources",
        "weaken": "Stands on fewer sources",
        "unknown": "No such reference: {ref}",
        "near": "Did you mean: {near}",
        "undefined": "undefined",
    },
}
