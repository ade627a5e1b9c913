"""JSON Schemas of the YAML files, for editors; made from the models, kept fresh by a test.

`python -m policyloom.files.schema` writes them into the package and into the studies of a checkout.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel

from policyloom.core.atomic import write_file
from policyloom.model.claims import ClaimFile
from policyloom.model.plan import PlanSettings
from policyloom.model.settings import Codebook, StudySettings

REPAIR = "python -m policyloom.files.schema"
FOLDER = "schemas"

MODELS: dict[str, tuple[str, type[BaseModel]]] = {
    "study": ("study.yaml", StudySettings),
    "codebook": ("codebook.yaml", Codebook),
    "claims": ("claims.yaml", ClaimFile),
    "plan": ("plan/plan.yaml", PlanSettings),
}
"""The YAML files of a study by the name of their schema."""


def file_name(name: str) -> str:
    """Return the file name of a schema."""
    return f"{name}.schema.json"


def schema_text(name: str) -> str:
    """Return one schema as the text that is stored."""
    file, model = MODELS[name]
    schema = model.model_json_schema(mode="validation")
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"policyloom {file}",
    }
    return json.dumps(made, ensure_ascii=False, indent=2) + "\n"


def stored_schemas() -> Iterator[tuple[str, str]]:
    """Yield (file name, text) of the schemas stored with the package, importing no model anew."""
    folder = files("policyloom.model").joinpath(FOLDER)
    for name in MODELS:
        yield file_name(name), folder.joinpath(file_name(name)).read_text(encoding="utf-8")


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder."""
    for name in MODELS:
        write_file(folder / file_name(name), schema_text(name).encode("utf-8"))


def checkout_folders() -> list[Path]:
    """Return the folders of a checkout that hold schemas: the package's own and the studies'."""
    package = Path(str(files("policyloom.model"))) / FOLDER
    root = package.parents[3]
    studies = [*root.glob("studies/*/study.yaml"), *root.glob("tests/studies/*/study.yaml")]
    return [package, *(path.parent / FOLDER for path in sorted(studies))]


if __name__ == "__main__":
    for each in checkout_folders():
        write_schemas(each)
