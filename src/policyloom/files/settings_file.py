"""A YAML file of the study, validated into its frozen model, with each fault at its line.

Where a file has faults, what is right in it is still loaded: the faulty part is left out, so that
everything else can be checked in the same run. The build stops at the faults either way.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from policyloom.core.latest import Latest
from policyloom.core.problem import Problem, problem
from policyloom.files.formats import MOST_PROBLEMS, YAML_BYTES, decode, read_bytes
from policyloom.files.yaml_file import KeyPath, Tree, YamlDocument, child, dotted, read_yaml
from policyloom.model.settings import Word

M = TypeVar("M", bound=BaseModel)
_LATEST: Latest[YamlDocument] = Latest()

_CODES = {
    "missing": "yaml.missing_key",
    "extra_forbidden": "yaml.unknown_key",
    "literal_error": "yaml.choice",
    "string_pattern_mismatch": "yaml.pattern",
    "greater_than_equal": "yaml.range",
    "less_than_equal": "yaml.range",
    "greater_than": "yaml.range",
    "less_than": "yaml.range",
    "string_too_short": "yaml.too_short",
    "too_short": "yaml.too_short",
    "string_too_long": "yaml.too_long",
}
"""Problem codes by pydantic's error types."""

_VALUE_ERRORS = {"exactly_one": "yaml.support", "end_before_start": "yaml.order"}
"""Problem codes by the words that our own validators raise."""

_ID_PATTERN = str(Word.model_json_schema()["properties"]["id"]["pattern"])
"""The form of ids in YAML files, whose cure is said in words."""

_EXAMPLES = {
    "string": '"…"', "int": "2015", "float": "1.13", "bool": "true / false", "date": "2018-01-31",
    "tuple": "- …", "list": "- …", "dict": "key: …", "model": "key: …",
}  # fmt: skip
"""What a value of each kind looks like in YAML, in no language."""


@dataclass(frozen=True)
class LoadedModel(Generic[M]):
    """A YAML file as read. `model` is None where nothing of it could be used."""

    model: M | None
    document: YamlDocument
    data: bytes | None
    problems: list[Problem] = field(default_factory=list)


def read_document(folder: Path, name: str) -> tuple[YamlDocument, bytes | None, list[Problem]]:
    """Read a YAML file of the study."""
    data, problems = read_bytes(folder, name, YAML_BYTES)
    text, faults = decode(data, name) if data is not None else (None, problems)
    if text is None:
        return YamlDocument(), data, faults
    document = _LATEST.of(name, text, lambda: read_yaml(text, name))
    problems = list(document.problems)
    if document.data is None and not problems:
        problems.append(problem("yaml.empty", name, 1))
    return document, data, problems


def load_model(
    folder: Path, name: str, model: type[M], stand_ins: Mapping[str, Tree] | None = None
) -> LoadedModel[M]:
    """Read and validate a YAML file; `stand_ins` replace missing keys so that checks can go on."""
    document, data, problems = read_document(folder, name)
    if document.data is None:
        return LoadedModel(None, document, data, problems)
    made, faults = validate(model, document.data, stand_ins or {})
    problems += [_problem(fault, name, document, ()) for fault in faults]
    if len(problems) >= MOST_PROBLEMS:
        problems.append(_and_more(name, max(p.line for p in problems)))
    return LoadedModel(made, document, data, problems)


def load_items(
    folder: Path, name: str, key: str, model: type[M]
) -> tuple[list[tuple[int, M]], LoadedModel[M]]:
    """Read a YAML file that is a list under one key; return (place in the file, item) of the good.

    Each item is validated by itself, so that a fault in one leaves the others.
    """
    document, data, problems = read_document(folder, name)
    problems += _shape_problems(document, name, key)
    items = child(document.data, key)
    good: list[tuple[int, M]] = []
    for index, item in enumerate(items if isinstance(items, list) else ()):
        made, faults = validate(model, item, {})
        problems += [_problem(fault, name, document, (key, index)) for fault in faults]
        if len(problems) > MOST_PROBLEMS:
            problems.append(_and_more(name, document.line((key, index))))
            break
        if made is not None:
            good.append((index, made))
    return good, LoadedModel(None, document, data, problems)


def _shape_problems(document: YamlDocument, name: str, key: str) -> Iterator[Problem]:
    """Yield what is wrong with a file that should be one key with a list."""
    data = document.data
    if data is not None and not isinstance(data, dict):
        yield problem("yaml.type", name, 1, key=name, value=str(data), expected=f"{key}: …")
    for other in data if isinstance(data, dict) else ():
        if other != key:
            yield problem("yaml.unknown_key", name, document.line((other,)), other, key=other)
    items = child(data, key)
    if items is not None and not isinstance(items, list):
        words = {"key": key, "value": str(items), "expected": "- …"}
        yield problem("yaml.type", name, document.line((key,)), key, **words)


def validate(
    model: type[M], data: Tree, stand_ins: Mapping[str, Tree]
) -> tuple[M | None, list[ErrorDetails]]:
    """Validate data; on faults, leave out the faulty parts and try again with the rest."""
    faults: list[ErrorDetails] = []
    for attempt in range(20):
        try:
            return model.model_validate(data), faults
        except ValidationError as failure:
            found = failure.errors(include_url=False)[:MOST_PROBLEMS]
        if attempt == 0:
            faults, data = found, copy.deepcopy(data)
        if len(found) >= MOST_PROBLEMS:
            return None, faults
        for fault in reversed(found):
            if not _leave_out(data, fault, stand_ins):
                return None, faults
    return None, faults


def _leave_out(data: Tree, fault: ErrorDetails, stand_ins: Mapping[str, Tree]) -> bool:
    """Take the faulty part out of the data; False where nothing would be left of it."""
    path = fault["loc"]
    if fault["type"] == "missing":
        first = path[0] if len(path) == 1 else None
        if isinstance(data, dict) and isinstance(first, str) and first in stand_ins:
            data[first] = stand_ins[first]
            return True
        path = path[:-1]
    holder: Tree = None
    last: str | int = ""
    for part in path:
        if not _holds(data, part):
            break
        holder, last, data = data, part, child(data, part)
    if isinstance(holder, dict):
        holder.pop(str(last))
    elif isinstance(holder, list):
        holder.pop(int(last))
    return holder is not None


def _holds(data: Tree, part: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(part, int) and 0 <= part < len(data)
    return isinstance(data, dict) and part in data


def _problem(fault: ErrorDetails, name: str, document: YamlDocument, before: KeyPath) -> Problem:
    path: KeyPath = (*before, *fault["loc"])
    kind, context = fault["type"], fault.get("ctx", {})
    code = _CODES.get(kind) or _VALUE_ERRORS.get(str(context.get("error", "")))
    words: dict[str, object] = {
        "key": str(path[-1]) if path else name,
        "value": "" if fault["input"] is None else fault["input"],
        "expected": _choices(context) or context.get("pattern") or _bounds(context),
        "why": fault["msg"],
    }
    if code == "yaml.pattern" and context["pattern"] == _ID_PATTERN:
        code = "id.malformed"
    if code is None and kind.endswith(("_type", "_parsing", "_from_float")):
        code = "yaml.type"
        words["expected"] = _EXAMPLES.get(kind.split("_")[0], kind)
    column = dotted((document.named(path), *path[len(before) :])) if before else dotted(path)
    return problem(code or "yaml.invalid", name, document.line(path), column, **words)


def _and_more(name: str, line: int) -> Problem:
    return problem("file.and_more", name, line, limit=MOST_PROBLEMS)


def _choices(context: Mapping[str, Any]) -> str:
    """List the allowed words without the English around them."""
    return str(context.get("expected", "")).replace("' or '", "', '").replace("'", "")


def _bounds(context: Mapping[str, Any]) -> str:
    signs = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<", "min_length": "≥", "max_length": "≤"}
    return ", ".join(f"{sign} {context[key]}" for key, sign in signs.items() if key in context)
