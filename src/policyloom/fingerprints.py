"""Fingerprints that decide what is stale, and what an analysis may see beside the tables."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from policyloom.core.ids import digest, fingerprint

if TYPE_CHECKING:
    from policyloom.analysis.catalogue import Entry
    from policyloom.model.evidence import Options
    from policyloom.model.study import Study

_LIBRARIES = (
    "duckdb", "typst", "vl-convert-python", "markdown-it-py", "jinja2", "manimgx-fonts-cjk",
)  # fmt: skip
_EXTRA_FILES = {
    "plan": "plan/plan.yaml", "codebook": "codebook.yaml", "claims": "claims.yaml",
}  # fmt: skip


def options_of(study: Study, entry: Entry) -> Options:
    """Return what an analysis may see: only the extras that its row of the catalogue names."""
    from policyloom.model.evidence import Options

    every: dict[str, object] = {
        "plan": study.plan,
        "codebook": study.codebook,
        "claims": study.claims,
        "chapters": study.chapters,
    }
    if "ledger" in entry.extras:
        from policyloom.held.ledger import study_ledger

        every["ledger"] = study_ledger(study)
    if "texts" in entry.extras:
        from policyloom.held.policy_texts import policy_texts

        every["texts"] = policy_texts(study)
    return Options(
        settings=study.settings,
        own=study.settings.analyses.get(entry.name, {}),
        extra={name: extra for name, extra in every.items() if name in entry.extras},
        geometry=study.geometry if "geometry" in entry.extras else None,
    )


def held_fingerprint(study: Study) -> str:
    """Return the fingerprint of a study's held texts: the same for all analyses of one build."""
    from policyloom.held.ledger import ledger_fingerprint

    return ledger_fingerprint(study)


def rests_on_held_texts(entry: Entry) -> bool:
    """Tell whether an analysis sees held texts, plain or compared."""
    return bool({"ledger", "texts"} & set(entry.extras))


def entry_fingerprint(study: Study, entry: Entry, held: str | None = None) -> str:
    """Return the fingerprint of all that an analysis may see.

    `held` is the `held_fingerprint` of the study where it is known; else it is computed here.
    """
    from policyloom.model.tables import dictionary

    files = [dictionary()[table].file for table in entry.tables]
    files += [_EXTRA_FILES[extra] for extra in entry.extras if extra in _EXTRA_FILES]
    if "geometry" in entry.extras and study.settings.map is not None:
        files.append(study.settings.map.file)
    if "chapters" in entry.extras:
        files += [chapter.file for chapter in study.chapters]
    if not rests_on_held_texts(entry):
        held = ""
    elif held is None:
        held = held_fingerprint(study)
    settings = study.settings.model_dump(exclude={"chapters", "report", "engine"})
    seen = [study.inputs.get(name, "") for name in files]
    return fingerprint(entry.name, entry.version, seen, held, settings, code_fingerprint())


def code_fingerprint() -> str:
    """Return a fingerprint of policyloom itself and of the libraries that shape its output."""
    return _code_fingerprint()


@cache
def _code_fingerprint() -> str:
    here = Path(__file__).parent
    kinds = {".py", ".toml", ".json", ".html", ".css", ".js", ".typ", ".sql"}
    files = sorted(p for p in here.rglob("*") if p.suffix in kinds)
    ours = {p.relative_to(here).as_posix(): digest(p.read_bytes()) for p in files}
    return fingerprint(ours, [_version(name) for name in _LIBRARIES])


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
