from policyloom.analysis import gaps, sources
from policyloom.model.settings import Codebook, Condition

SOURCES = [
    {"id": "S1", "kind": "policy", "address": "http://big5.www.gov.cn/x", "language": "zh"},
    {"id": "S2", "kind": "web", "address": "http://notgov.cn.example.com/x"},
    {"id": "S3", "kind": "web"},
]
POLICIES = [
    {"id": "A", "sources": ["S1", "S2"], "sectors": ["ai"], "date_issued": "2015"},
    {"id": "B", "sources": ["S1"], "sectors": ["ai"]},
]


def values(result):
    return {name: v.value for name, v in result.values.items()}


def test_sources_by_kind_table_and_load(evidence, options):
    result = sources.run(evidence(sources=SOURCES, policies=POLICIES), options())
    found = values(result)
    assert (found["sources"], found["rows"], found["unused"], found["without_address"]) == (
        3,
        2,
        1,
        1,
    )
    assert (found["kind_web"], found["table_policies"]) == (2, 2)
    assert (found["government_hosts"], found["policy_government_hosts_share"]) == (1, 50)
    assert (found["top1_rows"], found["top1_share"]) == (2, 100)
    first = result.tables["load_bearing"].rows[0]
    assert (first[0], first[3], first[6]) == ("sources:S1", 2, 1)


def test_gaps_are_counted_from_the_registers(evidence, options):
    book = Codebook(conditions=(Condition(id="base", ko="기반", en="Base"),))
    stated = [{"id": "G1", "regions": ["11", "12", "CN"]}]
    store = evidence(sources=SOURCES, policies=POLICIES, gaps=stated, cases=[{"id": "X"}])
    found = values(gaps.run(store, options(codebook=book)))
    assert (found["policies_undated"], found["policies_partial_date"]) == (1, 1)
    assert (found["sources_without_address"], found["gaps"]) == (1, 1)
    assert (found["g1_regions"], found["g1_region_names"]) == (2, "가, 나")
    assert (found["scores_cells"], found["scores_missing"]) == (1, 1)
