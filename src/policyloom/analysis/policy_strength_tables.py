"""The tables and figures of policy strength: by year, sector and level, and what has no score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from policyloom.analysis.answer import (
    DOCUMENTS,
    Answer,
    Caption,
    Line,
    number_column,
    percent,
    reference_column,
    slug,
    text_column,
    text_columns,
)
from policyloom.analysis.charts.bars import stacked_bars, stacked_columns
from policyloom.analysis.charts.style import UNKNOWN
from policyloom.analysis.names import LEVELS, joined, sector_names
from policyloom.analysis.policy_strength_data import Standing
from policyloom.analysis.promotion_actors import KINDS
from policyloom.methods.strength import StrengthScale
from policyloom.model.evidence import Options
from policyloom.model.result import Plain, Text

POINTS = Text("점", "points")
UNSCORED = Text("점수 없음", "Unscored")
_UNDATED = Text("날짜 미상", "No date seen")
_SEVERAL = Text(
    "한 문건이 여러 분야에 걸치면 각각 센다.", "A document counts in each of its sectors."
)
_NO_SCORE = Text(
    "점수 없음은 척도가 말하지 않는 발령 기관·문종의 문건이며 평균과 합에 들지 않는다.",
    "Unscored documents are of issuers or types that the scale says nothing of; they are in no "
    "mean and no sum.",
)
Group = tuple[str, Text, Sequence[Standing]]


def add_tables(
    answer: Answer,
    known: Mapping[str, StrengthScale],
    by_scale: Mapping[str, Sequence[Standing]],
    options: Options,
) -> None:
    """Add every table and figure; the first scale of `by_scale` is the one that counts."""
    name = next(iter(by_scale))
    scale, standings = known[name], by_scale[name]
    scores = sorted({rule.score for rule in scale.rules}, reverse=True)
    _scale(answer, scale, scores, standings)
    years = _years(standings)
    sectors = [
        (f"sector_{slug(code)}", text, [s for s in standings if code in s.document.sectors])
        for code, text in sector_names(options).items()
    ]
    levels = [
        (f"level_{code}", text, [s for s in standings if s.document.level == code])
        for code, text in LEVELS.items()
    ]
    titles = {
        "years": Text("연도별 정책 강도", "Policy strength by year"),
        "sectors": Text("분야별 정책 강도", "Policy strength by sector"),
        "levels": Text("단계별 정책 강도", "Policy strength by level"),
    }
    for key, groups in (("years", years), ("sectors", sectors), ("levels", levels)):
        found = [group for group in groups if group[2]]
        notes = [_NO_SCORE, *([_SEVERAL] if key == "sectors" else [])]
        _groups(answer, (key, titles[key]), found, scores, notes)
        if found and key != "levels":
            _figure(answer, (key, titles[key]), found, scores, notes)
    _unscored(answer, standings)
    _documents(answer, standings)
    _scales(answer, known, by_scale)


def _years(standings: Sequence[Standing]) -> list[Group]:
    known = sorted({s.document.year for s in standings if s.document.year is not None})
    years: list[Group] = [
        (f"year_{y}", Text(str(y), str(y)), [s for s in standings if s.document.year == y])
        for y in known
    ]
    undated = [s for s in standings if s.document.year is None]
    return [*years, ("year_undated", _UNDATED, undated)]


def _refs(standings: Sequence[Standing]) -> list[str]:
    return [s.ref for s in standings]


def _scale(
    answer: Answer, scale: StrengthScale, scores: Sequence[int], standings: Sequence[Standing]
) -> None:
    """List the scores of the scale, what each stands for, and how many documents have it."""
    rows: list[Line] = []
    for points in scores:
        found = [s for s in standings if s.strength == points]
        text = scale.labels[points]
        label = Text(f"강도 {points}점 문건", f"Documents of strength {points}")
        answer.count(f"score_{points}", label, _refs(found), DOCUMENTS, _refs(standings))
        share = percent(len(found), len(standings))
        cells: list[Plain] = [points, text.ko, text.en, len(found), share]
        rows.append((cells, _refs(found) or _refs(standings)))
    left = [s for s in standings if s.strength is None]
    cells = [None, UNSCORED.ko, UNSCORED.en, len(left), percent(len(left), len(standings))]
    rows.append((cells, _refs(left) or _refs(standings)))
    columns = [
        number_column("score", "강도(점)", "Strength"),
        *text_columns("meaning", "뜻", "Meaning"),
        number_column("documents", "문건", "Documents"),
        number_column("share", "비중(%)", "Share (%)", ",.1f"),
    ]
    title = Text(f"강도 척도({scale.id})와 문건", f"The scale ({scale.id}) and the documents")
    note = Text(f"척도의 출처: {scale.source}", f"Source of the scale: {scale.source}")
    if standings:
        answer.table("scale", title, columns, rows, [note, _NO_SCORE], DOCUMENTS)


def _groups(
    answer: Answer,
    named: tuple[str, Text],
    groups: Sequence[Group],
    scores: Sequence[int],
    notes: Sequence[Text],
) -> None:
    """Add a table of groups, and the mean strength and the numbers of each as values."""
    rows: list[Line] = []
    for name, text, found in groups:
        have = [s for s in found if s.strength is not None]
        points = [s.strength or 0 for s in have]
        total, mean = (sum(points), sum(points) / len(points)) if points else (None, None)
        effects = [s.effect for s in found if s.effect is not None]
        effect = sum(effects) if effects else None
        label = Text(f"{text.ko}: 평균 강도", f"{text.en}: mean strength")
        why = Text("척도가 점수를 주는 문건이 없음", "the scale scores none of these documents")
        answer.number(f"{name}_mean", label, mean, POINTS, _refs(have or found), why)
        label = Text(f"{text.ko}: 강도를 매긴 문건", f"{text.en}: scored")
        answer.count(f"{name}_scored", label, _refs(have), DOCUMENTS, _refs(found))
        label = Text(f"{text.ko}: 점수 없는 문건", f"{text.en}: unscored")
        left = [s.ref for s in found if s.strength is None]
        answer.count(f"{name}_unscored", label, left, DOCUMENTS, _refs(found))
        by_score = [sum(1 for s in have if s.strength == p) for p in scores]
        cells: list[Plain] = [text.ko, text.en, len(found), *by_score, len(found) - len(have)]
        origins = [ref for s in found for ref in s.origins]
        rows.append(([*cells, total, mean, len(effects), effect], origins))
    columns = [
        text_column("group", "구분", "Group (Korean)"),
        text_column("group_en", "구분(영어)", "Group"),
        number_column("documents", "문건", "Documents"),
        *(number_column(f"score_{p}", f"{p}점", f"{p} points") for p in scores),
        number_column("unscored", "점수 없음", "Unscored"),
        number_column("total", "강도의 합", "Sum"),
        number_column("mean", "평균 강도", "Mean", ",.2f"),
        number_column("coded", "효과를 셈한 문건", "With an effect"),
        number_column("effect", "효과(TMG)", "Effect (TMG)"),
    ]
    answer.table(named[0], named[1], columns, rows, notes, DOCUMENTS)


def _figure(
    answer: Answer,
    named: tuple[str, Text],
    groups: Sequence[Group],
    scores: Sequence[int],
    notes: Sequence[Text],
) -> None:
    """Draw how many documents have which strength, the unscored in grey."""
    data, texts = [], {p: Text(f"{p}점", f"Strength {p}") for p in scores}
    for _, text, found in groups:
        for points in scores:
            number = sum(1 for s in found if s.strength == points)
            data.append((text, texts[points], float(number)))
        left = sum(1 for s in found if s.strength is None)
        data.append((text, UNSCORED, float(left)))
    present = {part for _, part, number in data if number}
    series = [t for t in (*texts.values(), UNSCORED) if t in present]
    data = [d for d in data if d[1] in present]
    draw = stacked_columns if named[0] == "years" else stacked_bars
    spec = draw(data, Text("문건 수(건)", "Documents"), series)
    colours = spec["encoding"]["color"]["scale"]["range"]
    if UNSCORED in series:
        colours[-1] = UNKNOWN
    alt = Text(f"{named[1].ko}의 막대그림", f"Bars: {named[1].en.lower()}")
    origins = [s.ref for _, _, found in groups for s in found]
    answer.figure(named[0], spec, Caption(named[1], alt, notes, DOCUMENTS), origins)


def _unscored(answer: Answer, standings: Sequence[Standing]) -> None:
    """List what the scale says nothing of, by kind of issuer and type, most frequent first."""
    found: dict[tuple[Text, str], list[Standing]] = {}
    for own in standings:
        if own.strength is None:
            kinds = joined(KINDS, list(dict.fromkeys(own.kinds)) or ["?"])
            found.setdefault((kinds, own.type), []).append(own)
    ordered = sorted(found.items(), key=lambda i: (-len(i[1]), i[0][0].en, i[0][1]))
    rows: list[Line] = [
        ([kinds.ko, kinds.en, kind, len(own)], _refs(own)) for (kinds, kind), own in ordered
    ]
    columns = [
        *text_columns("issuers", "발령 기관의 종류", "Kinds of issuer"),
        text_column("type", "문종", "Type"),
        number_column("documents", "문건", "Documents"),
    ]
    title = Text("척도가 점수를 주지 않는 문건", "Documents that the scale has no score for")
    note = Text("?는 발령 기관을 보지 못한 것이다.", "? stands for an issuer that was not seen.")
    answer.table("unscored", title, columns, rows, [note], DOCUMENTS)


def _documents(answer: Answer, standings: Sequence[Standing]) -> None:
    """List every document with its strength, its codings and its effect."""
    rows: list[Line] = []
    for own in standings:
        document, name = own.document, own.document.name
        goal, measure = (s.value if s else None for s in (own.goal, own.measure))
        cells: list[Plain] = [own.ref, name.ko, name.en, document.year, own.type]
        level = LEVELS[document.level]
        cells += [level.ko, level.en, own.strength, goal, measure, own.effect]
        rows.append((cells, own.origins))
    columns = [
        reference_column("policy", "문건", "Document"),
        text_column("title_ko", "제목", "Title (Korean)"),
        text_column("title_en", "원제", "Title"),
        number_column("year", "연도", "Year", "d"),
        text_column("type", "문종", "Type"),
        *text_columns("level", "단계", "Level"),
        number_column("strength", "강도", "Strength"),
        number_column("goal", "목표", "Goals"),
        number_column("measure", "수단", "Measures"),
        number_column("effect", "효과", "Effect"),
    ]
    answer.table("documents", Text("문건별 강도", "Strength by document"), columns, rows)


def _scales(
    answer: Answer,
    known: Mapping[str, StrengthScale],
    by_scale: Mapping[str, Sequence[Standing]],
) -> None:
    """Set the scales beside one another, as values and as a table."""
    rows: list[Line] = []
    for name, standings in by_scale.items():
        points = [s.strength for s in standings if s.strength is not None]
        total, mean = (sum(points), sum(points) / len(points)) if points else (None, None)
        left = len(standings) - len(points)
        cells: list[Plain] = [name, known[name].source, len(points), left, total, mean]
        if standings:
            rows.append((cells, _refs(standings)))
        label = Text(f"척도 {name}: 평균 강도", f"Scale {name}: mean strength")
        if standings:
            why = Text("척도가 점수를 주는 문건이 없음", "the scale scores none of the documents")
            answer.number(f"scale_{slug(name)}_mean", label, mean, POINTS, _refs(standings), why)
            label = Text(f"척도 {name}: 강도를 매긴 문건", f"Scale {name}: scored")
            have = [s.ref for s in standings if s.strength is not None]
            answer.count(f"scale_{slug(name)}_scored", label, have, DOCUMENTS, _refs(standings))
    columns = [
        text_column("scale", "척도", "Scale"),
        text_column("source", "척도의 출처", "Source of the scale"),
        number_column("scored", "강도를 매긴 문건", "Scored"),
        number_column("unscored", "점수 없음", "Unscored"),
        number_column("total", "강도의 합", "Sum"),
        number_column("mean", "평균 강도", "Mean", ",.2f"),
    ]
    title = Text("척도에 따른 정책 강도", "Policy strength by scale")
    answer.table("scales", title, columns, rows)
