"""The evidence behind every reference, as data for the panel, in files that are loaded on demand.

A record says what a reference is, what it rests on and what rests on it. Records lie in files by
table and by a hash of their id that the script computes as well, so no index is needed.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from policyloom.core.text import digest_of_text
from policyloom.model.claims import Claim, Support
from policyloom.model.facts import row_sources
from policyloom.model.lineage import claim_references
from policyloom.model.result import Figure, ResultTable, Text, Value
from policyloom.model.tables import Cell, Row, dictionary
from policyloom.site.material import Material, main_columns
from policyloom.site.references import References

Record = dict[str, Any]
PER_FILE = 120
_MOST_USERS = 60
