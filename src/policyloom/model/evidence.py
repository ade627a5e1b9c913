"""What an analysis may see: the study's tables as SQL, and the study's settings. Nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from policyloom.model.result import Result
from policyloom.model.settings import StudySettings

Record = dict[str, Any]


class Evidence(Protocol):
    """The store as analyses see it.

    Every table of the dictionary is a relation of its name; cells that hold several words are
    lists, dates are texts (ISO, partial as printed), empty cells are NULL, and `line` is the line
    in the file. Results already computed are relations named `result_<analysis>__<table>`.
    """

    def query(self, sql: str, parameters: Sequence[Any] = ()) -> list[Record]:
        """Run one SELECT in the DuckDB dialect and return its rows in order."""
        ...


@dataclass(frozen=True)
class Options:
    """What the study's author chose: its settings and the options of this analysis.

    `extra` carries parsed settings beside study.yaml that an analysis may read: "plan"
    (PlanSettings) and "codebook" (Codebook). `geometry` is the GeoJSON of study.yaml's map.
    """

    settings: StudySettings
    own: Mapping[str, Any] = field(default_factory=dict)
    extra: Mapping[str, Any] = field(default_factory=dict)
    geometry: Mapping[str, Any] | None = None


class Analysis(Protocol):
    """One question put to the evidence."""

    def __call__(self, evidence: Evidence, options: Options) -> Result:
        """Answer it."""
        ...
