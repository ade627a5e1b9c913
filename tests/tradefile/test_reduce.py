"""BACI's files reduced to what a request asks for."""

import csv
import json
from pathlib import Path

import pytest

from policyloom.collect.hosts.asking import Refusal
from policyloom.model.requests import Request
from policyloom.tradefile.reduce import reduce_files

ROWS = [
    (2017, 410, 842, "854231", 100.5, 1), (2017, 410, 156, "854231", 200.25, 1),
    (2017, 410, 156, "854239", 50, "NA"), (2017, 156, 410, "854231", 70, 1),
    (2017, 842, 410, "854231", 30, 1), (2017, 410, 842, "010121", 9, 1),
    (2018, 410, 842, "854231", 999, 1), (2017, 490, 410, "854231", 8, 1),
]  # fmt: skip


def baci(folder: Path, name: str, rows=ROWS, head: str = "t,i,j,k,v,q") -> str:
    path = folder / "documents" / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(head.split(","))
        writer.writerows(rows)
    return f"documents/{name}"


def asked(dataset: str, **more: object) -> Request:
    given = {
        "codes": ("8542",), "years": (2017,), "economies": ("KOR", "CHN"), "flows": ("export",),
        "dataset": dataset, "factor": 1000.0,
    }  # fmt: skip
    return Request("b", 2, "baci", "S3", **(given | more))


def amounts(folder: Path, request: Request) -> dict[tuple[str, ...], float]:
    found = reduce_files(request, folder).observations
    return {(o.economy, o.partner, o.flow, o.product, str(o.year)): o.value for o in found}


def test_exports_are_summed_over_partners_and_under_a_heading(tmp_path) -> None:
    name = baci(tmp_path, "BACI_HS17_Y2017_V202301.csv")
    assert amounts(tmp_path, asked(name)) == {
        ("KOR", "", "export", "8542", "2017"): 350.75,
        ("CHN", "", "export", "8542", "2017"): 70,
    }
    made = reduce_files(asked(name), tmp_path)
    assert {o.edition for o in made.observations} == {"HS17"}
    assert {o.unit for o in made.observations} == {"thousand USD"}
    assert made.files[0][0] == name
    assert len(made.files[0][1]) == 64


def test_imports_partners_the_world_and_leading_zeros(tmp_path) -> None:
    name = baci(tmp_path, "b.csv")
    request = asked(name, flows=("import",), economies=("KOR",))
    assert amounts(tmp_path, request) == {("KOR", "", "import", "8542", "2017"): 108}
    request = asked(name, economies=("KOR",), partners=("CHN", "KOR"))
    assert amounts(tmp_path, request) == {("KOR", "CHN", "export", "8542", "2017"): 250.25}
    request = asked(name, economies=("WLD",), codes=("854231", "0101"))
    assert amounts(tmp_path, request) == {
        ("WLD", "", "export", "854231", "2017"): 408.75,
        ("WLD", "", "export", "0101", "2017"): 9,
    }
    bare = baci(tmp_path, "n.csv", [(2017, 410, 842, 10121, 9, 1)])
    assert amounts(tmp_path, asked(bare, codes=("01",), economies=("KOR",))) == {
        ("KOR", "", "export", "01", "2017"): 9
    }


def test_what_baci_does_not_list_is_missing_and_not_zero(tmp_path) -> None:
    name = baci(tmp_path, "b.csv")
    assert amounts(tmp_path, asked(name, codes=("9999",))) == {}


def test_the_table_of_countries_gives_the_codes(tmp_path) -> None:
    name = baci(tmp_path, "b.csv", [(2017, 7, 842, "854231", 5, 1)])
    head = "country_code,country_name,country_iso2,country_iso3"
    rows = [
        (7, "Nowhere", "NW", "NWH"),
        (841, "USA (before)", "US", "USA"),
        (842, "USA", "US", "USA"),
    ]
    codes = baci(tmp_path, "country_codes_V202301.csv", rows, head)
    request = asked(f"{codes}; {name}", economies=("NWH",), partners=("USA",))
    assert amounts(tmp_path, request) == {("NWH", "USA", "export", "8542", "2017"): 5}
    with pytest.raises(Refusal) as refusal:
        reduce_files(asked(name, economies=("NWH",)), tmp_path)
    assert refusal.value.code == "data.no_code"


def test_one_year_in_two_files_is_told_when_checked(tmp_path) -> None:
    from policyloom.collect.hosts.checks import check

    names = [baci(tmp_path, "BACI_HS12_Y2017.csv"), baci(tmp_path, "BACI_HS17_Y2017.csv")]
    request = asked(";".join(names))
    found = check(request, reduce_files(request, tmp_path).observations, (), "", ())
    codes = [f.code for f in found.findings]
    assert codes.count("data.duplicate") == 2
    assert "data.editions" in codes


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([*ROWS, ROWS[0]], "data.repeated"),
        ([(2017, 410, 842, "854231", "1.000,5", 1)], "data.value"),
        ([(2017, 410, 842, "854231", "", 1)], "data.value"),
        ([(2017, 410, 842, "854231", -5, 1)], "data.value"),
        ([(2017, 410, 842, "854231", "inf", 1)], "data.value"),
        ([(2017, 410, 842)], "data.file"),
    ],
)
def test_a_faulty_file_brings_nothing(tmp_path, rows, code) -> None:
    name = baci(tmp_path, "b.csv", rows)
    with pytest.raises(Refusal) as refusal:
        reduce_files(asked(name), tmp_path)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "dataset",
    ["documents/none.csv", "../b.csv", "/etc/passwd", "C:/b.csv", ";", "documents"],
)
def test_files_outside_or_absent_are_refused(tmp_path, dataset) -> None:
    (tmp_path.parent / "b.csv").write_text("t,i,j,k,v\n")
    with pytest.raises(Refusal) as refusal:
        reduce_files(asked(dataset), tmp_path)
    assert refusal.value.code == "data.file"


def test_another_table_is_refused_with_what_it_lacks(tmp_path) -> None:
    name = baci(tmp_path, "other.csv", [(1, 2)], "a,b")
    with pytest.raises(Refusal) as refusal:
        reduce_files(asked(name), tmp_path)
    assert refusal.value.words["why"] == "year"


def test_parquet_gives_the_same(tmp_path) -> None:
    duckdb = pytest.importorskip("duckdb")
    name = baci(tmp_path, "b.csv")
    target = tmp_path / "documents" / "b.parquet"
    duckdb.sql(f"COPY (FROM read_csv('{tmp_path / name}')) TO '{target}' (FORMAT parquet)")
    assert amounts(tmp_path, asked("documents/b.parquet")) == amounts(tmp_path, asked(name))


def test_the_command_collects_from_files(tmp_path, capsys) -> None:
    import shutil

    from policyloom.cli import main
    from policyloom.model.tables import dictionary

    folder = Path(shutil.copytree(Path(__file__).parent.parent / "studies" / "tiny",
                                  tmp_path / "study"))  # fmt: skip
    name = baci(folder, "BACI_HS17_Y2017_V202301.csv")
    cells = {
        "id": "baci", "host": "baci", "dataset": name, "code": "8542", "economies": "NUR;GAO",
        "codes": "NUR=410;GAO=156", "flows": "export", "years": "2017",
        "description": "집적회로", "source": "S3",
    }  # fmt: skip
    columns = dictionary()["requests"].column_names
    with (folder / "registers/requests.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([columns, [cells.get(c, "") for c in columns]])
    assert main(["collect", str(folder), "--data", "--lang", "en"]) == 0
    assert "baci: 2 values" in capsys.readouterr().out
    main(["review", str(folder), "--document", "S3", "--format", "json"])
    found = {p["id"]: p["cells"] for p in json.loads(capsys.readouterr().out)}
    assert found["8542.NUR.2017.export.reconciled"]["value_usd"] == "350750"
    assert found["8542.GAO.2017.export.reconciled"]["basis"] == "reconciled"
