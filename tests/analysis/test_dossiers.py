"""What the dossiers hold, where claims differ, and what was not seen."""

from policyloom.analysis import dossiers

CASES = [
    {"id": "A", "sector": "ai"},
    {"id": "B", "sector": "o2o"},
]
ROLES = [
    {"id": "A.r1", "case": "A", "kind": "authority", "name": "정부", "role": "조례를 냈다"},
    {"id": "A.r2", "case": "A", "kind": "firm", "name": "회사"},
]
EVENTS = [
    {"id": "A.e1", "case": "A", "kind": "step", "what": "시작", "date": "2016"},
    {"id": "A.e2", "case": "A", "kind": "outcome", "what": "57위", "matter": "순위"},
    {
        "id": "A.e3",
        "case": "A",
        "kind": "outcome",
        "what": "35위",
        "matter": "순위",
        "reported_by": "시",
    },
    {"id": "A.e4", "case": "A", "kind": "finance", "what": "기금"},
]


def run(evidence, options):
    return dossiers.run(evidence(cases=CASES, case_roles=ROLES, case_events=EVENTS), options())


def test_counts_rest_on_their_rows(evidence, options) -> None:
    values = run(evidence, options).values
    assert (values["events"].value, values["dated"].value) == (4, 1)
    assert (values["roles"].value, values["roles_known"].value) == (2, 1)
    assert values["roles_known"].origins == ("case_roles:A.r1",)
    assert (values["outcomes"].value, values["outcomes_reported"].value) == (2, 1)


def test_a_case_without_rows_lacks_every_section(evidence, options) -> None:
    result = run(evidence, options)
    coverage = {row[0]: row[-1] for row in result.tables["coverage"].rows}
    assert coverage == {"cases:A": 7, "cases:B": 13}
    assert result.values["without_finance"].origins == ("cases:B",)
    assert result.values["without_firm"].value == 2, "a firm whose part is unknown is not seen"


def test_both_sides_of_a_dispute_are_listed_and_none_is_chosen(evidence, options) -> None:
    result = run(evidence, options)
    assert [(row[3], row[5], row[6]) for row in result.tables["disputes"].rows] == [
        ("순위", "57위", None), ("순위", "35위", "시"),
    ]  # fmt: skip
    assert result.values["disputes"].value == 1


def test_measures_are_counted_by_sector(evidence, options) -> None:
    values = run(evidence, options).values
    assert (values["finance_cases"].value, values["ai_finance_cases"].value) == (1, 1)
    assert values["o2o_finance_cases"].value == 0
    assert values["o2o_finance_cases"].origins == ("cases:B",)


def test_a_study_without_dossiers_or_cases_has_a_result(evidence, options) -> None:
    assert dossiers.run(evidence(cases=CASES), options()).values["events"].value == 0
    assert dossiers.run(evidence(), options()).values["cases"].value == 0


def test_what_the_shipped_study_tells_stands_in_its_other_registers(shipped) -> None:
    """Nothing in a dossier is new: each text is found in the cells it was read from."""
    cells = [
        " ".join(str(v) for v in row.cells.values())
        for name in ("case_conditions", "cases", "firms", "pilots", "policies", "figures")
        for row in shipped.table(name)
    ]
    known = "\n".join(cells).replace("', '", ";")
    told = [
        *(r.text("what") for r in shipped.table("case_events")),
        *(r.text("role") for r in shipped.table("case_roles")),
        *(r.text("evidence") for r in shipped.table("case_causes")),
        *(r.text("what") for r in shipped.table("firm_traits")),
    ]
    assert [text for text in told if text not in known] == []
