"""The JSON Schemas are fresh, their copies are equal, and they accept what the loader accepts."""

import json

import jsonschema
import pytest
from seeding import SHIPPED, TINY

from policyloom.files.new import template_files
from policyloom.files.schema import MODELS, REPAIR, checkout_folders, file_name, schema_text
from policyloom.files.yaml_file import read_yaml

YAML = [(study, name) for study in (TINY, SHIPPED) for name in MODELS]


@pytest.mark.parametrize("folder", checkout_folders(), ids=lambda p: p.parent.name)
@pytest.mark.parametrize("name", MODELS)
def test_schemas_are_fresh(folder, name) -> None:
    path = folder / file_name(name)
    kept = path.read_text(encoding="utf-8") if path.is_file() else ""
    assert kept == schema_text(name), f"{path} is stale; run: {REPAIR}"


@pytest.mark.parametrize(("study", "name"), YAML, ids=[f"{s.name}-{n}" for s, n in YAML])
def test_the_yaml_files_name_their_schema_and_follow_it(study, name) -> None:
    path = study / MODELS[name][0]
    if not path.is_file():
        pytest.skip(f"{study.name} has no {path.name}")
    text = path.read_text(encoding="utf-8")
    schema = path.parent / text.split("\n")[0].removeprefix("# yaml-language-server: $schema=")
    assert schema.resolve() == (study / "schemas" / file_name(name)).resolve()
    jsonschema.validate(read_yaml(text, name).data, json.loads(schema.read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", MODELS)
def test_the_template_names_its_schemas_too(name) -> None:
    contents = template_files()
    file = MODELS[name][0]
    first = contents[file].decode("utf-8").split("\n")[0]
    up = "../" if "/" in file else ""
    assert first == f"# yaml-language-server: $schema={up}schemas/{file_name(name)}"
    assert contents[f"schemas/{file_name(name)}"].decode("utf-8") == schema_text(name)
