import json
import re
import subprocess
import sys

import pytest

from policyloom.analysis.catalogue import CATALOGUE, entry
from policyloom.core.ids import fingerprint
from policyloom.model.facts import Facts
from policyloom.model.reference import parse_reference
from policyloom.model.result import localise, result_from_record
from policyloom.model.tables import dictionary

NAMES = [e.name for e in CATALOGUE]


def test_rows_name_real_tables_once():
    assert len(set(NAMES)) == len(NAMES)
    for row in CATALOGUE:
        assert set(row.tables) <= set(dictionary())
        assert callable(row.load())
    assert entry("corpus").name == "corpus"


def test_the_catalogue_imports_no_analysis():
    code = "import sys, policyloom.analysis.catalogue as c; print([m for m in sys.modules if m in {e.run.split(':')[0] for e in c.CATALOGUE}])"  # noqa: E501
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_an_analysis_reads_only_the_tables_it_names(name, shipped, shipped_results, shipped_store):
    """A result must not go stale unnoticed: every table in a query is in the catalogue's row."""

    class Listening:
        def __init__(self):
            self.read = set()

        def query(self, sql, parameters=()):
            self.read |= set(re.findall(r'(?:FROM|JOIN)\s+"?([a-z_]+)"?', sql))
            return shipped_store.query(sql, parameters)

    from policyloom.fingerprints import options_of

    ear = Listening()
    result = entry(name).load()(ear, options_of(shipped, entry(name)))
    assert result == shipped_results[name], "the same question has the same answer"
    assert not (ear.read & set(dictionary())) - set(entry(name).tables)


@pytest.mark.parametrize("name", NAMES)
def test_a_result_survives_json_and_its_origins_exist(name, shipped, shipped_results):
    result = shipped_results[name]
    record = json.loads(json.dumps(result.as_record(), ensure_ascii=False, allow_nan=False))
    again = result_from_record(record)
    assert fingerprint(again.as_record()) == fingerprint(result.as_record())
    facts = Facts(shipped, shipped_results)
    assert result.values
    for key, value in result.values.items():
        assert re.fullmatch(r"[a-z0-9_]+", key)
        assert value.label.ko and value.label.en
        assert value.origins, f"{name}.{key} rests on nothing"
        for origin in value.origins[:5]:
            parsed = parse_reference(origin)
            assert parsed and facts.row(parsed.table, parsed.name), f"{name}.{key}: {origin}"


@pytest.mark.parametrize("name", NAMES)
def test_tables_and_figures_carry_origins_and_words(name, shipped_results):
    result = shipped_results[name]
    for key, table in result.tables.items():
        assert re.fullmatch(r"[a-z0-9_]+", key)
        assert len(table.origins) == len(table.rows)
        assert all(table.origins), f"{name}.{key} has a row that rests on nothing"
    for key, figure in result.figures.items():
        assert re.fullmatch(r"[a-z0-9_]+", key)
        assert figure.origins and figure.alt.ko and figure.alt.en
        for language in ("ko", "en"):
            text = json.dumps(localise(figure.spec, language), ensure_ascii=False)
            assert '"ko"' not in text


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_specifications_are_valid_vega_lite(name, shipped_results):
    from altair.vegalite.v6.schema.core import Root

    for key, figure in shipped_results[name].figures.items():
        for language in ("ko", "en"):
            spec = localise(figure.spec, language)
            try:
                Root.from_dict(spec, validate=True)
            except Exception as error:  # noqa: BLE001 - say which figure
                pytest.fail(f"{name}.{key} ({language}): {str(error)[:300]}")
            assert "url" not in json.dumps(spec.get("data", {})), "no external data"


def test_maps_are_wound_for_the_sphere_and_label_every_region(square_map):
    from policyloom.analysis.charts.maps import Area, class_map
    from policyloom.model.result import Text

    word = Text("가", "A")
    area = Area("CN-11", word, word, word, word)
    spec = class_map(square_map, "iso", [area], [(word, "#12355b")])
    ring = spec["layer"][0]["data"]["values"][0]["geometry"]["coordinates"][0][0]
    ahead = ring[1:] + ring[:1]
    turn = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ahead, strict=True))
    assert turn < 0, "d3 fills the rest of the globe where a ring turns the other way"
    labels = [layer["data"]["values"] for layer in spec["layer"][1:]]
    assert [d["label"]["ko"] for values in labels for d in values] == ["가"]
    assert labels[0][0]["dark"] is True
