"""A new study checks clean, names its columns, and never overwrites anything."""

from pathlib import Path

import pytest
from seeding import problems_of

from policyloom.files.formats import BOM
from policyloom.files.load import load_study
from policyloom.files.new import example_folder, new_study, template_files
from policyloom.model.tables import dictionary


@pytest.mark.parametrize("example", [False, True])
def test_a_new_study_loads_and_checks_clean(tmp_path, example) -> None:
    folder = tmp_path / "연구 폴더"
    assert new_study(folder, example=example) == []
    assert [p.as_record("en") for p in problems_of(folder)] == []


def test_an_empty_folder_may_be_filled(tmp_path) -> None:
    assert new_study(tmp_path) == []
    assert (tmp_path / "study.yaml").is_file()


def test_a_folder_with_something_in_it_is_refused_and_kept(tmp_path) -> None:
    (tmp_path / "memo.txt").write_text("mine", encoding="utf-8")
    assert [p.code for p in new_study(tmp_path)] == ["new.not_empty"]
    assert [p.name for p in tmp_path.iterdir()] == ["memo.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused_and_kept(tmp_path) -> None:
    path = tmp_path / "memo.txt"
    path.write_text("mine", encoding="utf-8")
    assert [p.code for p in new_study(path)] == ["new.not_empty"]
    assert path.read_text(encoding="utf-8") == "mine"


def test_a_place_that_cannot_be_written_is_a_problem(tmp_path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert [p.code for p in new_study(tmp_path / "file" / "study")] == ["new.unwritable"]


def test_every_table_has_a_file_with_the_header_of_the_dictionary() -> None:
    contents = template_files()
    for spec in dictionary().values():
        data = contents[spec.file]
        assert data.startswith(BOM), f"{spec.file} lacks the BOM that Excel needs"
        header = data.removeprefix(BOM).decode("utf-8").split("\n")[0]
        assert header == ",".join(spec.column_names)


def test_no_row_of_the_template_names_a_column_that_the_dictionary_lost() -> None:
    template = Path(str(example_folder())).parent.parent / "src/policyloom/files/template"
    if not template.is_dir():
        pytest.skip("not a checkout")
    for spec in dictionary().values():
        path = template / spec.file
        if path.is_file():
            header = path.read_text(encoding="utf-8").split("\n")[0].split(",")
            assert set(header) <= set(spec.column_names), spec.file


def test_the_template_has_rows_in_most_tables(tmp_path) -> None:
    new_study(tmp_path)
    study, _ = load_study(tmp_path)
    assert [n for n, t in study.tables.items() if not len(t)] == ["trips", "agenda"]


def test_the_example_comes_without_what_can_be_made_again(tmp_path) -> None:
    new_study(tmp_path / "example", example=True)
    names = {p.name for p in (tmp_path / "example").iterdir()}
    assert {"study.yaml", "sources.csv", "registers", "schemas"} <= names
    assert not {"derived", "documents"} & names
