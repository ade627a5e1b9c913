"""Seeded faults: each is named with its code, file, line and column, alone and all at once."""

from pathlib import Path

import pytest
from seeding import SHIPPED, TINY, Added, Fault, copy_of, places, problems_of

STUDY, CLAIMS, PLAN = "study.yaml", "claims.yaml", "plan/plan.yaml"
SOURCES, POLICIES, FIGURES = "sources.csv", "registers/policies.csv", "registers/figures.csv"
CONDITIONS, CELLS = "registers/case_conditions.csv", "registers/cell_sources.csv"

FAULTS = [
    # study.yaml
    Fault("yaml.duplicate_key", STUDY, 8, "id", "authors: [홍길동]", "id: other"),
    Fault("yaml.unknown_key", STUDY, 9, "dat", "date:", "dat:"),
    Fault("study.period", STUDY, 12, "period.end", "2018", "2011"),
    Fault("region.unknown", STUDY, 16, "nation", "NUR", "NUX"),
    Fault("economy.unknown", STUDY, 17, "economies.1", "GAO, NUR", "GAO, ZZZ"),
    Fault("word.duplicate", STUDY, 25, "factors.1.id", "market", "inputs", ("code.unknown",)),
    Fault("path.outside", STUDY, 30, "chapters.2.file", "report/", "../", ("chapter.unlisted",)),
    Fault("chapter.missing", STUDY, 29, "chapters.1.file", "02", "04", ("chapter.unlisted",)),
    Fault("yaml.choice", STUDY, 29, "chapters.1.kind", "annex", "anex"),
    Fault("draft.counted", STUDY, 37, "analyses.adoption.plans.0.central", "C1", "P5"),
    # codebook.yaml
    Fault("yaml.choice", "codebook.yaml", 5, "conditions.2.role", "role: outcome", "role: result"),
    Fault("id.malformed", "codebook.yaml", 7, "risk_kinds.0.id", "licensing", "li censing",
          ("code.unknown", "code.unknown")),
    Fault("yaml.missing_key", "codebook.yaml", 12, "causes.0.en",
          ", en: Overlapping investment", ""),
    # claims.yaml
    Fault("claims.condition", CLAIMS, 11, "F-AI-01.support.0.holds", " > ", " more than "),
    Fault("reference.dangling", CLAIMS, 12, "F-AI-01.support.1.row", "C1", "C9"),
    Fault("source.unknown", CLAIMS, 14, "F-AI-01.support.2.source", "S1", "S77"),
    Fault("claims.row", CLAIMS, 17, "F-AI-01.against.0.row", "risks:", "risk:"),
    Fault("sector.unknown", CLAIMS, 23, "P-AI-01.sectors.1", "o2o", "o2p"),
    Fault("region.unknown", CLAIMS, 24, "P-AI-01.regions.0", "N10", "N11"),
    Fault("claims.itself", CLAIMS, 26, "P-AI-01.support.0.claim", "F-AI-01", "P-AI-01"),
    Fault("reference.dangling", CLAIMS, 27, "P-AI-01.agenda.0", "G33", "G99"),
    Fault("yaml.unknown_key", CLAIMS, 28, "P-AI-01.adressee", "addressee", "adressee"),
    # sources and scope
    Fault("source.duplicate", SOURCES, 3, "address", "hanbit.example/plan", "gov.example/2015/40"),
    Fault("path.outside", SOURCES, 3, "file", "documents/hanbit.txt", "../../etc/passwd"),
    Fault("cell.formula", SOURCES, 3, "title", "한빛주 연결산업 실시방안", "=1+2"),
    Fault("date.impossible", SOURCES, 4, "date", ",2018,", ",2018-13,"),
    Fault("date.malformed", SOURCES, 4, "accessed", "2018-06-11", "2018/06/11"),
    Fault("code.unknown", SOURCES, 5, "kind", "news", "newz"),
    Fault("url.malformed", SOURCES, 6, "address", "https://", "htp://"),
    Fault("cell.html", SOURCES, 7, "title", "연구계획서", "<b>연구</b>계획서"),
    Added("source.unused", SOURCES, "id", "S7,web,,,,,https://unused.example/,,,,,"),
    Fault("map.region", "regions.csv", 3, "iso", "NU-10", "NU-99"),
    Fault("number.fullwidth", "regions.csv", 4, "tile_row", ",2,2", ",2,２"),
    Fault("code.unknown", "regions.csv", 5, "level", "region", "regions"),
    Added("id.duplicate", "regions.csv", "id", "N30,딴주,딴,딴주,Other,region,,,,"),
    Added("glossary.duplicate", "glossary.csv", "ko", "brain,,시티브레인,,,"),
    Fault("region.unknown", "registers/actors.csv", 3, "region", "NUR", "XXX"),
    Fault("list.separator", "registers/actors.csv", 3, "other_names", "공업부", "공업부；산업성"),
    # policies
    Fault("policy.number", POLICIES, 2, "number", "〔2015〕", "[2015]"),
    Fault("date.order", POLICIES, 2, "date_published", "2015-07-04", "2015-06-04"),
    Fault("date.outside", POLICIES, 3, "date_issued", "2016-01", "1816-01"),
    Fault("policy.implements_itself", POLICIES, 3, "implements", ",C1,", ",P1,"),
    Fault("source.unknown", POLICIES, 3, "sources", ",S2,", ",S22,"),
    Fault("title.unmarked", POLICIES, 4, "title", "（题名行未见）", ""),
    Fault("region.unknown", POLICIES, 4, "region", ",N20,", ",N21,"),
    Fault("reference.dangling", POLICIES, 4, "implements", ",C1,", ",C7,"),
    Fault("draft.issued", POLICIES, 5, "status", ",draft,", ",issued,"),
    Fault("date.impossible", POLICIES, 5, "date_published", "2017-02-10", "2017-02-30"),
    Fault("title.description", POLICIES, 6, "title_is", "지침,", "지침（题名行未见）,"),
    Fault("cell.empty", POLICIES, 6, "type", "publication,지침,", "publication,,"),
    Fault("sector.unknown", POLICIES, 6, "sectors", ",ai,", ",ai;robots,"),
    Fault("code.unknown", POLICIES, 6, "confidence", ",high,", ",sure,"),
    # the other registers
    Fault("csv.cells", "registers/responsibilities.csv", 2, "", ",high,", ",high,,"),
    Fault("reference.dangling", "registers/responsibilities.csv", 3, "leads", ",most,", ",mosst,"),
    Fault("csv.column_missing", "registers/pilots.csv", 1, "city", "city", "citty",
          ("csv.column_unknown",)),
    Fault("date.malformed", "registers/pilots.csv", 3, "date", "2018-04", "2018-4"),
    Fault("list.repeated", "registers/pilots.csv", 4, "sectors", "ai;o2o", "ai;ai"),
    Fault("csv.column_twice", "registers/firms.csv", 1, "city", "role", "city",
          ("csv.column_missing",)),
    Fault("date.malformed", "registers/firms.csv", 3, "founded", "1998-03", "03/1998"),
    Fault("cell.control", "registers/firms.csv", 3, "facts", "매출 ", "매출\x0b"),
    Fault("cell.empty", "registers/firms.csv", 4, "sector", ",ai,", ",,"),
    Fault("date.impossible", "registers/cases.csv", 2, "start", "2016-04", "2016-13"),
    Fault("cell.html", "registers/cases.csv", 3, "what_happened", "공유주방을 열었다.",
          "<script>alert(1)</script>"),
    Fault("id.malformed", "registers/cases.csv", 4, "id", "K3", "K 3"),
    Fault("code.unknown", CONDITIONS, 2, "condition", ",anchor,", ",ancor,"),
    Fault("score.range", CONDITIONS, 3, "score", "0.67", "1.67"),
    Fault("reference.dangling", CONDITIONS, 5, "case", ",K2,", ",K9,"),
    Fault("number.malformed", CONDITIONS, 6, "score", ",0,", ",없음,"),
    Fault("code.unknown", "registers/indicators.csv", 3, "direction", "higher", "up"),
    Fault("unit.mixed", FIGURES, 3, "unit", "papers,,", "million papers,,"),
    Fault("number.not_whole", FIGURES, 2, "year", ",2016,", ",2016.0,"),
    Fault("economy.unknown", FIGURES, 4, "economy", ",GAO,", ",GAX,", ("figure.id",)),
    Fault("figure.id", FIGURES, 5, "id", "YEO.2017,", "YEO.2018,"),
    Fault("number.separator", FIGURES, 6, "value", ",12.5,", ',"12,500",'),
    Fault("value.scale", FIGURES, 7, "year", ",2017,", ",3017,", ("figure.id",)),
    Added("row.duplicate", "registers/trade.csv", "id",
          "copy,NUR,GAO,8542,integrated circuits,2017,import,1.5e10,customs,S3,"),
    Fault("value.scale", "registers/trade.csv", 3, "value_usd", "67200000000", "-5"),
    Fault("number.exponent", "registers/trade.csv", 2, "value_usd", "61000000000", "6.1E+10"),
    Fault("code.unknown", "registers/trade.csv", 3, "flow", ",export,", ",exports,"),
    Fault("code.unknown", "registers/risks.csv", 2, "kind", "licensing", "licence"),
    Fault("date.malformed", "registers/risks.csv", 3, "since", "2017-06", "2017년 6월"),
    Fault("sector.unknown", "registers/risks.csv", 4, "sector", ",all,", ",everything,"),
    Fault("region.unknown", "registers/gaps.csv", 2, "regions", "N30", "N31"),
    Fault("reference.dangling", CELLS, 2, "row", ",P2,", ",P22,"),
    Fault("reference.column", CELLS, 3, "column", ",founded,", ",foundd,"),
    Fault("code.unknown", CELLS, 4, "table", ",cases,", ",casess,"),
    # the plan
    Fault("reference.dangling", "plan/budget.csv", 2, "trip", "TRIP1", "TRIP9"),
    Fault("number.malformed", "plan/budget.csv", 3, "printed", ",990,", ",9O0,"),
    Fault("flag.malformed", "plan/agenda.csv", 2, "in_table", ",true,", ",예,"),
    Fault("code.unknown", "plan/promises.csv", 2, "fate", "delivered", "done"),
    Fault("source.unknown", PLAN, 4, "source", "S6", "S66"),
    Fault("yaml.pattern", PLAN, 7, "currency", "KRW", "won"),
    Fault("yaml.range", PLAN, 9, "exchange_rate", "1.1", "-1"),
    Fault("yaml.type", PLAN, 14, "months", "10", "ten"),
    Fault("yaml.order", PLAN, 15, "period", "2018-12-31", "2017-12-31"),
    # chapters
    Fault("title.quoted", "report/01.md", 3, "", "연결산업의 적극적 추진에 관한 지도의견",
          "달내주 연결산업 발전의견"),
    Fault("glossary.avoid", "report/01.md", 5, "", "{term}`city-brain`", "시티 브레인"),
]  # fmt: skip

SHIPPED_FAULTS = [
    Fault("source.unknown", POLICIES, 2, "sources", "S0001", "S9999", ("source.unused",)),
    Fault("date.impossible", POLICIES, 2, "date_issued", "2015-07-01", "2015-07-32"),
    Fault("sector.unknown", POLICIES, 2, "sectors", "internet-plus;", "internet-minus;"),
    Fault("unit.mixed", FIGURES, 2, "unit", ",vehicles,", ",cars,"),
    Fault("economy.unknown", FIGURES, 3, "economy", ",CHN,", ",CHM,", ("figure.id",)),
    Fault("score.range", CONDITIONS, 3, "score", ",0.67,", ",6.7,"),
    Fault("value.scale", "registers/trade.csv", 2, "value_usd", ",7447", ",-7447"),
    Fault("code.unknown", "registers/trade.csv", 3, "basis", ",press,", ",pres,"),
]


def names(faults: list[Fault | Added]) -> list[str]:
    return [f"{f.code}-{Path(f.file).name}-{f.column}" for f in faults]


def test_the_clean_studies_give_nothing() -> None:
    assert problems_of(TINY) == []


def test_the_shipped_study_is_clean() -> None:
    assert [(*place, p.message("en")) for p in problems_of(SHIPPED) for place in places([p])] == []


def test_there_are_more_than_fifty_faults() -> None:
    assert len(FAULTS) >= 50


@pytest.mark.parametrize("fault", FAULTS, ids=names(FAULTS))
def test_a_fault_is_named_at_its_place_and_nothing_else(fault: Fault | Added, tmp_path) -> None:
    folder = copy_of(TINY, tmp_path)
    expected = fault.seed(folder)
    found = places(problems_of(folder))
    assert expected in found
    found.remove(expected)
    assert sorted(code for code, *_ in found) == sorted(fault.also)


def test_all_faults_at_once_are_all_found(tmp_path) -> None:
    folder = copy_of(TINY, tmp_path)
    expected = [fault.seed(folder) for fault in FAULTS]
    found = places(problems_of(folder))
    assert [place for place in expected if place not in found] == []


@pytest.mark.parametrize("fault", SHIPPED_FAULTS, ids=names(SHIPPED_FAULTS))
def test_a_fault_in_the_shipped_study_is_named_at_its_place(fault: Fault, tmp_path) -> None:
    folder = copy_of(SHIPPED, tmp_path)
    clean = set(places(problems_of(folder)))
    expected = fault.seed(folder)
    found = set(places(problems_of(folder))) - clean
    assert expected in found
    assert {code for code, *_ in found} <= {fault.code, *fault.also}


def test_problems_have_both_languages_and_a_cure(tmp_path) -> None:
    folder = copy_of(TINY, tmp_path)
    for fault in FAULTS:
        fault.seed(folder)
    for problem in problems_of(folder):
        for language in ("ko", "en"):
            record = problem.as_record(language)
            assert record["message"]
            assert record["cure"]
