"""Loading: the study folder as a Study, with every problem of its files at once.

Files that could not be read have an empty hash in `Study.inputs`, so that checks can tell a table
that is absent or empty from one whose content is unknown. `Study.lines` holds the line of every
key of study.yaml, codebook.yaml and plan.yaml as "study.yaml#sectors.2.id", and of every claim and
its parts as "claim:F-AI-03" and "claim:F-AI-03.support.0.holds".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from policyloom.core.ids import digest
from policyloom.core.problem import Problem, problem
from policyloom.files.formats import TEXT_BYTES, decode, inside, read_bytes
from policyloom.files.registers import load_table
from policyloom.files.settings_file import load_items, load_model
from policyloom.files.yaml_file import Tree, YamlDocument, dotted, flat_lines
from policyloom.model.claims import Claim
from policyloom.model.plan import PlanSettings
from policyloom.model.settings import Codebook, StudySettings
from policyloom.model.study import Chapter, Study
from policyloom.model.tables import Table, dictionary

STUDY, CODEBOOK, CLAIMS, PLAN = "study.yaml", "codebook.yaml", "claims.yaml", "plan/plan.yaml"
MAP_BYTES = 20_000_000

_STAND_INS: Mapping[str, Tree] = {
    "format": 1,
    "id": "study",
    "title": {"ko": "?", "en": "?"},
    "period": {"start": 1900, "end": 2100},
}
"""What stands in for a missing or faulty key of study.yaml, so that the rest can be checked."""

_PLAN_STAND_INS: Mapping[str, Tree] = {
    "title": {"ko": "?", "en": "?"},
    "lead": {"name": "?"},
    "unit": "?",
    "unit_en": "?",
    "currency": "XXX",
}


@dataclass
class _Loading:
    """What has been read so far."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def note(self, name: str, data: bytes | None, understood: bool) -> None:
        """Remember a file that exists, by its hash where it was understood."""
        self.inputs[name] = digest(data) if data is not None and understood else ""

    def has(self, name: str) -> bool:
        """Tell whether the folder has something of that name, readable or not."""
        path = self.folder / name
        return path.exists() or path.is_symlink()


def load_study(folder: Path) -> tuple[Study | None, list[Problem]]:
    """Read a study folder; None where it is no study or study.yaml says too little to go on.

    An author's mistakes come back as problems, sorted by place; nothing is executed or written.
    """
    folder = Path(folder)
    if not folder.is_dir():
        return None, [problem("folder.missing", folder.name or str(folder), value=str(folder))]
    state = _Loading(folder)
    if not state.has(STUDY):
        return None, [problem("study.missing", STUDY)]
    settings, document = _settings(state)
    tables = _tables(state)
    codebook = _codebook(state)
    claims = _claims(state)
    plan = _plan(state)
    if settings is None:
        return None, sorted(state.problems)
    study = Study(
        folder=folder,
        settings=settings,
        codebook=codebook,
        tables=tables,
        claims=claims,
        chapters=_chapters(state, settings, document),
        plan=plan,
        geometry=_geometry(state, settings, document),
        lines=state.lines,
        inputs=dict(sorted(state.inputs.items())),
    )
    return study, sorted(state.problems)


def _settings(state: _Loading) -> tuple[StudySettings | None, YamlDocument]:
    loaded = load_model(state.folder, STUDY, StudySettings, _STAND_INS)
    state.problems += loaded.problems
    state.note(STUDY, loaded.data, loaded.model is not None)
    state.lines.update(flat_lines(loaded.document, STUDY))
    return loaded.model, loaded.document


def _tables(state: _Loading) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for name, spec in dictionary().items():
        if not state.has(spec.file):
            continue
        loaded = load_table(state.folder, spec)
        state.problems += loaded.problems
        state.note(spec.file, loaded.data, loaded.table is not None)
        if loaded.table is not None:
            tables[name] = loaded.table
    return tables


def _codebook(state: _Loading) -> Codebook:
    if not state.has(CODEBOOK):
        return Codebook()
    loaded = load_model(state.folder, CODEBOOK, Codebook)
    state.problems += loaded.problems
    state.note(CODEBOOK, loaded.data, loaded.model is not None)
    state.lines.update(flat_lines(loaded.document, CODEBOOK))
    return loaded.model or Codebook()


def _plan(state: _Loading) -> PlanSettings | None:
    if not state.has(PLAN):
        return None
    loaded = load_model(state.folder, PLAN, PlanSettings, _PLAN_STAND_INS)
    state.problems += loaded.problems
    state.note(PLAN, loaded.data, loaded.model is not None)
    state.lines.update(flat_lines(loaded.document, PLAN))
    return loaded.model


def _claims(state: _Loading) -> tuple[Claim, ...]:
    if not state.has(CLAIMS):
        return ()
    good, loaded = load_items(state.folder, CLAIMS, "claims", Claim)
    state.problems += loaded.problems
    state.note(CLAIMS, loaded.data, loaded.document.data is not None)
    made: dict[str, Claim] = {}
    places: dict[int, str] = {}
    for index, claim in good:
        if claim.id in made:
            line = loaded.document.line(("claims", index, "id"))
            words = {"value": claim.id, "first_line": state.lines[f"claim:{claim.id}"]}
            state.problems.append(problem("id.duplicate", CLAIMS, line, f"{claim.id}.id", **words))
            continue
        made[claim.id] = claim
        places[index] = claim.id
        state.lines[f"claim:{claim.id}"] = loaded.document.line(("claims", index))
    for path, line in loaded.document.lines.items():
        if len(path) > 2 and path[1] in places:
            state.lines[f"claim:{dotted((places[path[1]], *path[2:]))}"] = line
    return tuple(made.values())


def _chapters(
    state: _Loading, settings: StudySettings, document: YamlDocument
) -> tuple[Chapter, ...]:
    made: list[Chapter] = []
    seen: set[str] = set()
    for index, entry in enumerate(settings.chapters):
        key = f"chapters.{index}.file"
        line = document.line(("chapters", index, "file"))
        if entry.file in seen:
            words = {"value": entry.file}
            state.problems.append(problem("chapter.twice", STUDY, line, key, **words))
            continue
        seen.add(entry.file)
        text = _text(state, entry.file, key, line, "chapter.missing")
        if text is not None:
            made.append(Chapter(entry.file, entry.kind, text))
    state.problems += _unlisted(state.folder, seen)
    return tuple(made)


def _unlisted(folder: Path, listed: set[str]) -> Iterator[Problem]:
    for path in sorted((folder / "report").glob("*.md")):
        name = f"report/{path.name}"
        if name not in listed and not path.name.startswith((".", "_")):
            yield problem("chapter.unlisted", name, value=name)


def _geometry(
    state: _Loading, settings: StudySettings, document: YamlDocument
) -> Mapping[str, Any] | None:
    if settings.map is None:
        return None
    name, line = settings.map.file, document.line(("map", "file"))
    text = _text(state, name, "map.file", line, "map.missing", MAP_BYTES)
    if text is None:
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as failure:
        state.inputs[name] = ""
        where = getattr(failure, "lineno", 1)
        why = getattr(failure, "msg", type(failure).__name__)
        state.problems.append(problem("map.broken", name, where, why=why))
        return None
    if not isinstance(content, dict) or not isinstance(content.get("features"), list):
        state.inputs[name] = ""
        state.problems.append(problem("map.shape", name, 1))
        return None
    return content


def _text(
    state: _Loading, name: str, key: str, line: int, missing: str, limit: int = TEXT_BYTES
) -> str | None:
    """Read a text file that study.yaml names; what is wrong with the name is said there."""
    path = inside(state.folder, name)
    if path is None:
        state.problems.append(problem("path.outside", STUDY, line, key, value=name))
        return None
    if not path.is_file():
        state.problems.append(problem(missing, STUDY, line, key, value=name))
        return None
    data, problems = read_bytes(state.folder, name, limit)
    text: str | None = None
    if data is not None:
        text, problems = decode(data, name)
    state.problems += problems
    state.note(name, data, text is not None)
    return text
