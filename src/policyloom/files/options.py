"""The options of analyses in study.yaml: their form, and the line of a key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeVar

from pydantic import ValidationError

from policyloom.core.problem import Problem, problem
from policyloom.model.settings import Frozen
from policyloom.model.study import Study

STUDY = "study.yaml"
Options = TypeVar("Options", bound=Frozen)


def options_as(study: Study, name: str, model: type[Options]) -> Options:
    """Return an analysis's options as their model; ValidationError where they have another form."""
    return model.model_validate(study.settings.analyses.get(name, {}))


def malformed(study: Study, models: Mapping[str, type[Frozen]]) -> Iterator[Problem]:
    """Yield what of the options of some analyses has another form than they read."""
    for name, model in models.items():
        try:
            options_as(study, name, model)
        except ValidationError as failure:
            for fault in failure.errors(include_url=False):
                key = ".".join(["analyses", name, *(str(part) for part in fault["loc"])])
                words = {"value": key, "why": fault["msg"]}
                yield problem("option.form", STUDY, line_of_option(study, key), key, **words)


def line_of_option(study: Study, key: str) -> int:
    """Return the line of a key of study.yaml, or of the nearest key around it."""
    while key:
        line = study.lines.get(f"{STUDY}#{key}")
        if line is not None:
            return line
        key = key.rpartition(".")[0]
    return 1
