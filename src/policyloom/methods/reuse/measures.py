"""Measures: how detected reuse agrees with annotated reuse, and how alike two texts are.

Undefined is None, never zero: a text shorter than an n-gram has no n-grams, an empty side no share.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Annotation:
    """A reused passage by places: in the suspicious text and, where `external`, in its source.

    Without a source (intrinsic) only the place in the text counts.
    """

    text: str
    offset: int
    length: int
    source: str = ""
    source_offset: int = 0
    source_length: int = 0
    external: bool = True


@dataclass(frozen=True)
class Agreement:
    """Precision, recall and F1; None where undefined."""

    precision: float | None
    recall: float | None

    @property
    def f1(self) -> float | None:
        """Return 2 p r / (p + r)."""
        return harmonic(self.precision, self.recall)


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """Return the harmonic mean; None where one is undefined, 0 where both are zero."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def overlap(x: Annotation, y: Annotation) -> bool:
    """Tell whether two annotations meet in the text and, where both are external, in the source."""
    if not (x.text == y.text and _meet(x.offset, x.length, y.offset, y.length)):
        return False
    if not (x.external and y.external):
        return True
    return x.source == y.source and _meet(
        x.source_offset, x.source_length, y.source_offset, y.source_length
    )


def _meet(start: int, length: int, other: int, other_length: int) -> bool:
    return start < other + other_length and other < start + length


def macro_recall(cases: Sequence[Annotation], detections: Sequence[Annotation]) -> float:
    """Return the mean share of each case's characters that detections cover.

    Characters of both sides count, of a case those in the text and those in the source. With no
    cases and no detections 1, with only one of them none 0: the convention of the PAN evaluation
    (Potthast, Stein, Barrón-Cedeño and Rosso 2010).
    """
    if not cases or not detections:
        return 1.0 if not cases and not detections else 0.0
    shares = [_detected(case, detections) / _characters([case]) for case in cases]
    return sum(shares) / len(shares)


def macro_precision(cases: Sequence[Annotation], detections: Sequence[Annotation]) -> float:
    """Return the mean share of each detection's characters that lie in cases."""
    return macro_recall(detections, cases)


def micro_recall(cases: Sequence[Annotation], detections: Sequence[Annotation]) -> float:
    """Return the share of all characters of cases that are detected, each counted once."""
    if not cases or not detections:
        return 1.0 if not cases and not detections else 0.0
    found = [part for case in cases for d in detections for part in _common(case, d)]
    return _size(found) / _characters(cases)


def micro_precision(cases: Sequence[Annotation], detections: Sequence[Annotation]) -> float:
    """Return the share of all detected characters that lie in cases, each counted once."""
    return micro_recall(detections, cases)


def granularity(cases: Sequence[Annotation], detections: Sequence[Annotation]) -> float:
    """Return the mean number of detections of each detected case; 1 where none is detected."""
    counts = [sum(overlap(case, d) for d in detections) for case in cases]
    detected = [count for count in counts if count]
    return sum(detected) / len(detected) if detected else 1.0


def plagdet(recall: float, precision: float, grain: float) -> float:
    """Return F1 / log2(1 + granularity), the score of the PAN evaluation (Potthast et al. 2010).

    Raises:
        ValueError: recall or precision is outside 0 to 1, or granularity below 1.
    """
    if not (0 <= recall <= 1 and 0 <= precision <= 1 and grain >= 1):
        raise ValueError("recall and precision lie in 0..1, granularity from 1 on")
    return (harmonic(precision, recall) or 0.0) / math.log2(1 + grain)


_Part = tuple[str, str, int, int]
"""Side, text, start, end."""


def _common(case: Annotation, detection: Annotation) -> list[_Part]:
    """Return the parts of a case that a detection covers, in both texts."""
    if not overlap(case, detection):
        return []
    parts = [
        (
            "text",
            case.text,
            max(case.offset, detection.offset),
            min(case.offset + case.length, detection.offset + detection.length),
        )
    ]
    if case.external and detection.external:
        start = max(case.source_offset, detection.source_offset)
        end = min(
            case.source_offset + case.source_length,
            detection.source_offset + detection.source_length,
        )
        parts.append(("source", case.source, start, end))
    return parts


def _detected(case: Annotation, detections: Iterable[Annotation]) -> int:
    return _size([part for d in detections for part in _common(case, d)])


def _characters(annotations: Sequence[Annotation]) -> int:
    return _size([part for a in annotations for part in _common(a, a)])


def _size(parts: Iterable[_Part]) -> int:
    """Return how many characters parts cover, those covered twice counted once."""
    total, reach, before = 0, 0, ("", "")
    for side, text, start, end in sorted(parts):
        if (side, text) != before:
            reach, before = start, (side, text)
        total += max(0, end - max(start, reach))
        reach = max(reach, end)
    return total


# ── spans of one text ───────────────────────────────────────────────────────────────────────────

Range = tuple[int, int]


def span_agreement(gold: Iterable[Range], predicted: Iterable[Range]) -> Agreement:
    """Return precision and recall over characters of half-open ranges, each counted once."""
    truth, found = _union(gold), _union(predicted)
    common = sum(
        max(0, min(end, stop) - max(start, begin)) for start, end in truth for begin, stop in found
    )
    of_found, of_truth = (sum(end - start for start, end in ranges) for ranges in (found, truth))
    return Agreement(
        common / of_found if of_found else None, common / of_truth if of_truth else None
    )


def matched_spans(gold: Iterable[Range], predicted: Iterable[Range], least: float = 0.5) -> int:
    """Return how many gold ranges meet a predicted one with intersection over union >= `least`."""
    found = list(predicted)
    return sum(any(_iou(g, p) >= least for p in found) for g in gold)


def _iou(x: Range, y: Range) -> float:
    common = max(0, min(x[1], y[1]) - max(x[0], y[0]))
    either = (x[1] - x[0]) + (y[1] - y[0]) - common
    return common / either if either else 0.0


def _union(ranges: Iterable[Range]) -> list[Range]:
    joined: list[Range] = []
    for start, end in sorted(r for r in ranges if r[1] > r[0]):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


# ── likeness of two texts ───────────────────────────────────────────────────────────────────────


def shingles(text: str, n: int) -> frozenset[str]:
    """Return the set of a text's character n-grams; empty where it is shorter than n."""
    if n < 1:
        raise ValueError("n must be at least 1")
    return frozenset(text[k : k + n] for k in range(len(text) - n + 1))


def jaccard(a: frozenset[str], b: frozenset[str]) -> float | None:
    """Return |A and B| / |A or B|, the resemblance of Broder (1997); None where a set is empty."""
    return len(a & b) / len(a | b) if a and b else None


def containment(a: frozenset[str], b: frozenset[str]) -> float | None:
    """Return |A and B| / |A|, the share of A found in B (Broder 1997); None where one is empty."""
    return len(a & b) / len(a) if a and b else None


def dice(a: frozenset[str], b: frozenset[str]) -> float | None:
    """Return 2 |A and B| / (|A| + |B|); None where a set is empty."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else None


def overlap_coefficient(a: frozenset[str], b: frozenset[str]) -> float | None:
    """Return |A and B| / min(|A|, |B|); None where a set is empty."""
    return len(a & b) / min(len(a), len(b)) if a and b else None


def cosine(a: Mapping[str, float], b: Mapping[str, float]) -> float | None:
    """Return the cosine of two vectors of counts; None where one has no length."""
    lengths = math.hypot(*a.values()), math.hypot(*b.values())
    if not all(lengths):
        return None
    return sum(value * b.get(key, 0) for key, value in a.items()) / math.prod(lengths)


def common_subsequence(a: str, b: str) -> int:
    """Return the length of the longest common subsequence; time |a| |b|."""
    row = [0] * (len(b) + 1)
    for x in a:
        before = 0
        for k, y in enumerate(b, 1):
            before, row[k] = row[k], before + 1 if x == y else max(row[k], row[k - 1])
    return row[-1]


def common_substring(a: str, b: str) -> str:
    """Return the longest common stretch, the first in `a` where several are; time |a| |b|."""
    best, end, row = 0, 0, [0] * (len(b) + 1)
    for at, x in enumerate(a, 1):
        before = 0
        for k, y in enumerate(b, 1):
            before, row[k] = row[k], before + 1 if x == y else 0
            if row[k] > best:
                best, end = row[k], at
    return a[end - best : end]
