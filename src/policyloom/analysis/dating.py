"""Which date of a policy to go by, and what it says.

The day of issue (成文日期) comes first, then the day of publication; a date that is only an upper
bound (a repost, a news item) dates a document for lists, but never as its day of issue.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from policyloom.core.dates import PartialDate, parse_date
from policyloom.model.result import Text

Kind = Literal["issued", "published", "upper-bound", "none"]
KINDS: Mapping[Kind, Text] = {
    "issued": Text("성문일", "Date of issue"),
    "published": Text("공개일", "Date of publication"),
    "upper-bound": Text("상한일(늦어도 그날)", "Upper bound"),
    "none": Text("날짜 미상", "No date seen"),
}
DATES = "date_issued, date_published, published_is"
"""The columns of `policies` that `date_policy` reads."""


@dataclass(frozen=True)
class Dating:
    """The best date of a document and its kind; `date` is None where none was seen."""

    kind: Kind
    date: PartialDate | None

    @property
    def year(self) -> int | None:
        """Return the year, None where none was seen."""
        return self.date.year if self.date else None

    @property
    def full(self) -> bool:
        """Tell whether it is a day of issue known to the day: the only kind that lags may use."""
        return self.kind == "issued" and self.date is not None and self.date.day > 0


def date_policy(row: Mapping[str, Any]) -> Dating:
    """Choose the best date of a policy row."""
    issued = parse_date(row["date_issued"] or "")
    if issued:
        return Dating("issued", issued)
    published = parse_date(row["date_published"] or "")
    if published:
        return Dating(
            "upper-bound" if row["published_is"] == "upper-bound" else "published", published
        )
    return Dating("none", None)
