"""Rules on the requests for data: each says what its host needs, in a form that it takes."""

from __future__ import annotations

from collections.abc import Iterator

from policyloom.core.problem import Problem
from policyloom.model.requests import faults
from policyloom.model.study import Study


def request_forms(study: Study) -> Iterator[Problem]:
    """Every request can be asked."""
    for row in study.table("requests"):
        yield from faults(row)
