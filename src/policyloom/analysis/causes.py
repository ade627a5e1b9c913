"""Why did the cases succeed, fail or stall, and how strong is the evidence?

Each row of case_causes puts a case's success, failure or limit down to a cause, for or against, on
a sentence of evidence. In failures and limits a cause worded as a strength means its lack; a row
against success says that the cause was there and the case failed all the same, or that a test
failed. Causes are grouped by the elements of an innovation system (Carlsson and Stankiewicz 1991)
and carry its functions (Hekkert et al. 2007). Where tests of process tracing are coded, a failed
hoop eliminates and a passed smoking gun confirms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    Answer,
    Line,
    number_column,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.causes_data import (
    DIRECTIONS,
    ELEMENTS,
    FUNCTIONS,
    STANCES,
    STRENGTHS,
    TESTS,
    VERDICTS,
    Finding,
    Mark,
    findings,
    read_marks,
    tested,
)
from policyloom.analysis.causes_figures import draw
from policyloom.analysis.names import CONFIDENCE, codebook, sector_names
from policyloom.model.evidence import Evidence, Options
from policyloom.model.result import Plain, Result, Text

CASES = Text("건", "cases")
ROWS = Text("행", "rows")
FEW = Text(
    "사례 수가 적고 보도에 기댄 부호화여서, 수는 빈도이지 효과의 크기가 아니다.",
    "Few cases, coded from reports: numbers are frequencies, not sizes of effects.",
)
_RULE = Text(
    "고리 검정에 탈락하면 그 원인은 지워지고, 결정적 단서를 통과하면 확인된다. "
    "검정은 부호화한 이의 판단이다.",
    "A failed hoop eliminates a cause, a passed smoking gun confirms it; tests are the coder's.",
)
_LACK = Text(
    "실패와 한계에서 강점의 이름을 가진 원인은 그것이 없었다는 뜻이다.",
    "Under failure and limit, a cause named as a strength means its lack.",
)


def run(evidence: Evidence, options: Options) -> Result:
    """Build the tree of causes, by sector, with its evidence and tests."""
    causes = {c.id: c for c in codebook(options).causes}
    sectors = sector_names(options)
    marks = read_marks(evidence)
    every = [f"cases:{r['id']}" for r in evidence.query("SELECT id FROM cases ORDER BY id")]
    found = findings(marks, list(causes.values()))
    answer = Answer("causes", Text("성공·실패·한계의 원인", "Causes of success, failure and limit"))
    _totals(answer, marks, every)
    _tree(answer, found)
    _sectors(answer, found, marks, sectors)
    _theory(answer, found)
    _verdicts(answer, marks, found)
    _evidence(answer, marks, found)
    draw(answer, found, marks, sectors)
    answer.notes.extend([FEW, _LACK])
    return answer.done()


def _totals(answer: Answer, marks: Sequence[Mark], every: Sequence[str]) -> None:
    cases = list(dict.fromkeys(f"cases:{m.case}" for m in marks))
    answer.count(
        "rows", Text("부호화한 근거", "Evidence coded"), [m.ref for m in marks], ROWS, every
    )
    answer.count("cases", Text("원인을 부호화한 사례", "Cases coded"), cases, CASES, every)
    for name, text in STANCES.items():
        refs = [m.ref for m in marks if m.stance == name]
        label = Text(f"{text.ko}", f"Rows: {text.en}")
        answer.count(name if name == "against" else "backing", label, refs, ROWS, every)
    for name, text in DIRECTIONS.items():
        here = [m for m in marks if m.direction == name and m.backs]
        label = Text(
            f"{text.ko}의 원인이 부호화된 사례", f"Cases with a cause of {text.en.lower()}"
        )
        refs = list(dict.fromkeys(f"cases:{m.case}" for m in here))
        answer.count(f"{name}_cases", label, refs, CASES, every)
    answer.count("tests", Text("과정추적 검정", "Tests of process tracing"),
                 [m.ref for m in marks if m.test], ROWS, every)  # fmt: skip
    people = sorted({m.coder for m in marks})
    label = Text("부호화한 사람", "Coders")
    refs = [m.ref for m in marks] or list(every)
    answer.number("coders", label, len(people), Text("명", "people"), refs)


def _tree(answer: Answer, found: Sequence[Finding]) -> None:
    """List direction, element, function and cause with the cases on both sides."""
    rows: list[Line] = []
    for f in found:
        element, function = f.element_text, f.function_text
        base = f"{f.direction}_{slug(f.cause)}"
        way = DIRECTIONS[f.direction]
        title = Text(f"{way.ko}: {f.name.ko}", f"{way.en}: {f.name.en}")
        refs = [m.ref for m in f.marks]
        label = Text(f"{title.ko}, 맞는 사례", f"{title.en}, cases for")
        answer.number(base, label, len(f.backing), CASES, refs)
        label = Text(f"{title.ko}, 맞서는 사례", f"{title.en}, cases against")
        answer.number(f"{base}_against", label, len(f.opposing), CASES, refs)
        label = Text(f"{title.ko}, 맞는 사례의 번호", f"{title.en}, ids of the cases for")
        answer.number(f"{base}_ids", label, ", ".join(f.backing) or "–", origins=refs)
        cells: list[Plain] = [
            way.ko, way.en, element.ko, element.en,
            function.ko, function.en, f.name.ko, f.name.en, len(f.backing),
            ", ".join(f.backing) or None, len(f.opposing), ", ".join(f.opposing) or None,
            len(f.sources), STRENGTHS[f.strength].ko, STRENGTHS[f.strength].en,
        ]  # fmt: skip
        rows.append((cells, refs))
    columns = [
        *text_columns("direction", "방향", "Direction"),
        *text_columns("element", "요소", "Element"),
        *text_columns("function", "기능", "Function"),
        *text_columns("cause", "원인", "Cause"),
        number_column("backing", "맞는 사례", "Cases for"),
        text_column("backing_cases", "사례", "Cases for, ids"),
        number_column("opposing", "맞서는 사례", "Cases against"),
        text_column("opposing_cases", "맞서는 사례 번호", "Cases against, ids"),
        number_column("sources", "출처", "Sources"),
        *text_columns("strength", "근거의 세기", "Strength"),
    ]
    title = Text("원인 나무", "Tree of causes")
    answer.table("tree", title, columns, rows, [FEW, _LACK], CASES)


def _sectors(
    answer: Answer, found: Sequence[Finding], marks: Sequence[Mark], sectors: Mapping[str, Text]
) -> None:
    """Count the cases for each cause by sector, and name the most frequent of each direction."""
    here = [s for s in sectors if any(m.sector == s for m in marks)]
    rows: list[Line] = []
    for f in found:
        direction = DIRECTIONS[f.direction]
        cells: list[Plain] = [direction.ko, direction.en, f.name.ko, f.name.en]
        for sector in here:
            among = f.backing_in(sector)
            cells += [len(among) or None, ", ".join(among) or None]
        rows.append((cells, [m.ref for m in f.marks]))
    columns = [
        *text_columns("direction", "방향", "Direction"),
        *text_columns("cause", "원인", "Cause"),
    ]
    for code in here:
        text = sectors[code]
        columns.append(number_column(slug(code), text.ko, text.en))
        names = (f"{slug(code)}_cases", f"{text.ko} 사례", f"{text.en}, cases")
        columns.append(text_column(*names))
    title = Text("분야별 원인과 사례", "Causes and cases by sector")
    answer.table("by_sector", title, columns, rows, [FEW, _LACK], CASES)
    for sector in here:
        for way in DIRECTIONS:
            some = [f for f in found if f.direction == way]
            _top(answer, some, sector, sectors[sector])


def _top(answer: Answer, found: Sequence[Finding], sector: str, text: Text) -> None:
    """Name the cause with most cases in a sector and direction; all of them where they tie."""
    counts = {f: len(f.backing_in(sector)) for f in found}
    most = max(counts.values(), default=0)
    if not most:
        return
    first = [f for f, n in counts.items() if n == most]
    direction = DIRECTIONS[first[0].direction]
    refs = [m.ref for f in first for m in f.marks if m.sector == sector and m.backs]
    base = f"{slug(sector)}_{first[0].direction}_top"
    shown = f"{text.en}: most frequent, {direction.en.lower()}"
    label = Text(f"{text.ko} {direction.ko}의 가장 잦은 원인", shown)
    answer.number(base, label, ", ".join(f.name.ko for f in first), origins=refs)
    english = Text(f"{label.ko}(영어)", label.en)
    answer.number(f"{base}_en", english, ", ".join(f.name.en for f in first), origins=refs)
    answer.number(f"{base}_n", Text(f"{label.ko}, 사례", f"{label.en}, cases"), most, CASES, refs)


def _theory(answer: Answer, found: Sequence[Finding]) -> None:
    """Count cases by element and function of the innovation system, in each direction."""
    rows: list[Line] = []
    for kind, words in (("element", ELEMENTS), ("function", FUNCTIONS)):
        for code, text in words.items():
            here = [f for f in found if getattr(f, kind) == code]
            cells: list[Plain] = [
                "요소" if kind == "element" else "기능", kind.capitalize(), text.ko, text.en,
            ]  # fmt: skip
            for direction, way in DIRECTIONS.items():
                some = [f for f in here if f.direction == direction]
                cases = {c for f in some for c in f.backing}
                refs = [m.ref for f in some for m in f.marks if m.backs]
                cells.append(len(cases) or None)
                if refs:
                    name = f"{kind}_{slug(code) or 'none'}_{direction}"
                    label = Text(
                        f"{text.ko}에서 온 {way.ko}의 원인이 있는 사례",
                        f"Cases with a cause of {way.en.lower()} in {text.en}",
                    )
                    answer.number(name, label, len(cases), CASES, refs)
            origins = [m.ref for f in here for m in f.marks]
            if origins:
                rows.append(([*cells, len({f.cause for f in here})], origins))
    columns = [
        *text_columns("kind", "틀", "Frame"),
        *text_columns("name", "이름", "Name"),
        *(number_column(d, t.ko, t.en) for d, t in DIRECTIONS.items()),
        number_column("causes", "원인", "Causes"),
    ]
    title = Text("혁신체제의 요소와 기능", "Elements and functions of the innovation system")
    answer.table("theory", title, columns, rows, [FEW], CASES)


def _verdicts(answer: Answer, marks: Sequence[Mark], found: Sequence[Finding]) -> None:
    """List what the tests of each cause in each case say together."""
    names = {f.cause: f.name for f in found}
    rows: list[Line] = []
    by_verdict: dict[str, list[str]] = {name: [] for name in VERDICTS}
    every = [m.ref for m in marks]
    for (case, cause, direction), (some, said) in tested(marks).items():
        by_verdict[said] += [f"{case}/{cause}/{direction}"]
        words = "; ".join(f"{TESTS[m.test].ko} {'통과' if m.backs else '탈락'}" for m in some)
        english = "; ".join(f"{TESTS[m.test].en} {'passed' if m.backs else 'failed'}" for m in some)
        way, name = DIRECTIONS[direction], names[cause]
        cells: list[Plain] = [
            f"cases:{case}", some[0].title.ko, some[0].title.en, way.ko, way.en, name.ko, name.en,
            words, english, VERDICTS[said].ko, VERDICTS[said].en,
            " / ".join(m.evidence for m in some),
        ]  # fmt: skip
        rows.append((cells, [m.ref for m in some]))
    for code, keys in by_verdict.items():
        if code != "untested":
            text = VERDICTS[code]
            label = Text(f"과정추적: {text.ko}", f"Process tracing: {text.en}")
            answer.number(f"verdict_{code}", label, len(keys), CASES, every)
    columns = [
        reference_column("case", "사례", "Case"),
        *text_columns("title", "이름", "Title"),
        *text_columns("direction", "방향", "Direction"),
        *text_columns("cause", "원인", "Cause"),
        *text_columns("tests", "검정", "Tests"),
        *text_columns("verdict", "판정", "Verdict"),
        text_column("evidence", "근거", "Evidence"),
    ]
    title = Text("과정추적의 판정", "Verdicts of process tracing")
    answer.table("verdicts", title, columns, rows, [_RULE])


def _evidence(answer: Answer, marks: Sequence[Mark], found: Sequence[Finding]) -> None:
    names = {f.cause: f.name for f in found}
    rows: list[Line] = []
    for m in marks:
        way, side = DIRECTIONS[m.direction], STANCES[m.stance]
        test = TESTS.get(m.test, Text("", ""))
        trust = CONFIDENCE.get(m.confidence, Text(m.confidence, m.confidence))
        name = names[m.cause]
        cells: list[Plain] = [
            m.ref, f"cases:{m.case}", way.ko, way.en, name.ko, name.en, side.ko, side.en,
            m.evidence, test.ko or None, test.en or None, m.coder, trust.ko, trust.en,
        ]  # fmt: skip
        rows.append((cells, [m.ref]))
    columns = [
        reference_column("row", "근거 행", "Row"),
        reference_column("case", "사례", "Case"),
        *text_columns("direction", "방향", "Direction"),
        *text_columns("cause", "원인", "Cause"),
        *text_columns("stance", "맞음·맞섬", "For or against"),
        text_column("evidence", "근거", "Evidence"),
        *text_columns("test", "검정", "Test"),
        text_column("coder", "부호화", "Coder"),
        *text_columns("confidence", "신뢰도", "Confidence"),
    ]
    title = Text("원인의 근거", "Evidence for and against the causes")
    answer.table("evidence", title, columns, rows, [FEW])
