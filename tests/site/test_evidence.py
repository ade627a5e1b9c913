from policyloom.model.falling import falling_claims
from policyloom.site.data import data_files, network_data, search_data, timeline_data
from policyloom.site.evidence import Evidence, fnv, spread
from policyloom.site.material import Material
from policyloom.site.page import Desk, script_data
from policyloom.site.references import References


def records(material: Material) -> dict[str, dict]:
    groups = Evidence(material, References(material)).groups()
    return {ref: record for group in groups.values() for ref, record in group.items()}


def test_the_hash_is_fnv_1a_of_utf_8():
    assert fnv("") == 0x811C9DC5
    assert fnv("a") == 0xE40C292C
    assert fnv("foobar") == 0xBF9CF968


def test_a_row_tells_its_cells_its_sources_and_its_place(material: Material):
    record = records(material)["policies:P1"]
    assert record["ln"] == 2
    assert record["s"] == ["S1"]
    assert ["number", ["国发〔2015〕40号"]] in record["c"]
    assert ["region", [["전국", "Nation", "regions/CN.html"]]] in record["c"]


def test_a_cell_with_a_source_of_its_own_says_so(material: Material):
    assert records(material)["policies:P1"]["own"] == {
        "date_issued": ["s2", "medium", "read elsewhere"]
    }


def test_a_value_tells_what_it_was_computed_from(material: Material):
    record = records(material)["corpus.policies"]
    assert record["o"] == ["policies:P1", "policies:P2"]
    assert record["s"] == ["S1", "S2"]
    assert record["tr"] == {"high": 1, "low": 1}
    assert record["v"] == "2"


def test_an_undefined_value_gives_its_reason_and_no_number(material: Material):
    record = records(material)["corpus.share"]
    assert "v" not in record
    assert record["why"] == ["나눌 수가 없음", "no denominator"]


def test_what_rests_on_a_row_is_found_through_all_steps(material: Material):
    users = records(material)["policies:P2"]["u"]
    assert {"claim:F-1", "claim:P-1", "corpus.policies", "figure:corpus.years"} <= set(users)
    assert "document:report/01.md:12" in records(material)["policies:P1"]["u"]


def test_each_record_lies_where_the_script_looks(material: Material):
    found = spread((f"figures:{i}" for i in range(500)), 5)
    for number, part in enumerate(found):
        assert all(fnv(ref) % len(found) == number for ref in part)
    assert sum(map(len, found)) == 500


def test_a_claim_falls_with_the_only_source_of_a_support_and_takes_others_with_it(
    material: Material,
):
    assert falling_claims(material.claims(), material.study.tables) == {"S2": ("F-1", "P-1")}


def test_undated_policies_stay_out_of_the_timeline_and_partial_dates_are_spans(material: Material):
    entries = {entry[2]: entry for entry in timeline_data(Desk(material))}
    assert "policies/P3.html" not in entries
    assert entries["policies/P2.html"][4:7] == ["2016-01-01", "2016-12-31", "2016"]
    assert entries["policies/P2.html"][7] == "upper-bound"


def test_the_network_joins_issuers_of_one_document_and_leaves_out_drafts(material: Material):
    data = network_data(Desk(material))
    assert [node[1] for node in data["nodes"]] == ["MIIT", "State Council"]
    assert len(data["documents"]) == 1


def test_search_covers_every_kind_and_both_scripts(material: Material):
    data = search_data(Desk(material))
    kinds = {data["kinds"][entry[0]][1] for entry in data["entries"]}
    assert {"Policies", "Cases", "Sources", "Regions", "Indicators", "Actors"} <= kinds
    assert any("国务院" in entry[3] for entry in data["entries"])


def test_data_cannot_close_its_script():
    text = script_data("x", ["</script><!--", "\u2028"])
    assert "</script" not in text
    assert "<!--" not in text
    assert "\u2028" not in text


def test_data_files_have_names_of_their_own(material: Material):
    names = [file.name.casefold() for file in data_files(Desk(material))]
    assert len(names) == len(set(names))
