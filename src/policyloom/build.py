"""The only module that knows the order: load, check, analyse, test claims, compose, write.

What is stale is decided by fingerprints over inputs, options and our own code; what is not stale is
read back. Outputs are swapped in whole, and only when nothing is wrong.
"""

from __future__ import annotations

import importlib
import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyloom.core.atomic import new_folder, write_file
from policyloom.core.ids import digest, fingerprint
from policyloom.core.problem import Language, Problem, errors
from policyloom.files.inputs import input_digests
from policyloom.terminal import Steps

if TYPE_CHECKING:
    from policyloom.analysis.catalogue import Entry
    from policyloom.model.facts import Facts
    from policyloom.model.lineage import Lineage
    from policyloom.model.result import Result
    from policyloom.model.study import Study
    from policyloom.report.claims import ClaimOutcome
    from policyloom.report.document import Document

DERIVED = "derived"
OUTPUTS = ("report/report.html", "report/report.pdf", "site/index.html")
_LIBRARIES = ("duckdb", "typst", "vl-convert-python", "markdown-it-py", "jinja2")
