"""Bringing documents into a study: read, copied into documents/, entered with all that was seen.

What is held already (by content) is not brought twice, so an import that was interrupted is simply
run again. Files come first, rows after, each register whole or not at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatch
from pathlib import Path

from policyloom.core.atomic import write_file
from policyloom.core.ids import digest
from policyloom.core.problem import Problem, problem
from policyloom.files.append import append_rows
from policyloom.files.held import HeldTexts
from policyloom.files.load import load_study
from policyloom.held.bodies import Bodies
from policyloom.held.search import search_document
from policyloom.held.texts import read_held, stored
from policyloom.intake.columns import columns_of, date_of
from policyloom.intake.rows import (
    Ground,
    Intake,
    Rows,
    Stated,
    regions_needed,
    rows_of,
    says_nothing,
)
from policyloom.intake.spreadsheet import TABLES, TableRow, read_table
from policyloom.model.study import Study
from policyloom.model.tables import dictionary
from policyloom.reading.limits import Limits, RefusedError
from policyloom.reading.read import read_and_search

HOME = "documents/imported"
_SKIPPED = frozenset({"derived", "__pycache__", "__MACOSX"})
_ABOUT = re.compile(r"(?i)(readme|licen[cs]e|source|notice|changelog)(\.(txt|md))?$")
_UNSAFE = re.compile(r'[\x00-\x1f:*?"<>|\\/\s]+')
_ID = re.compile(r"D(\d+)")
_MOST_NAME = 80
_FROM = "imported from"
_NATION = "CN"


@dataclass(frozen=True)
class Plan:
    """What to bring: files and folders, which names of a folder's, how tables are to be read."""

    paths: tuple[Path, ...]
    only: str = "*"
    columns: Mapping[str, str] = field(default_factory=dict)
    sector: str = ""
    region: str = ""


@dataclass
class Brought:
    """How it went: the ids entered, what was refused or doubtful."""

    ids: list[str] = field(default_factory=list)
    held: int = 0
    problems: list[Problem] = field(default_factory=list)


def bring(folder: Path, plan: Plan) -> Brought:
    """Bring documents into a study folder."""
    done = Brought()
    study, problems = load_study(folder)
    if study is None:
        done.problems += problems
        return done
    sector = plan.sector or _widest_sector(study)
    if sector not in study.vocabulary("sectors"):
        words = {"value": sector, "known": ", ".join(study.vocabulary("sectors"))}
        done.problems.append(problem("import.sector", "study.yaml", 0, "sectors", **words))
        return done
    region = plan.region or study.settings.nation or _NATION
    ground = Ground(Bodies(study), sector, region)
    known = _Known(study)
    rows = []
    for item in _items(folder, plan, done):
        if known.has(item.held.hash):
            done.held += 1
        else:
            rows.append(_entered(item, known, ground, done))
    if rows:
        done.problems += _enter(study, rows)
    return done


class _Known:
    """What the study holds: contents, addresses and ids, and those given out since."""

    def __init__(self, study: Study) -> None:
        sources, policies = study.table("sources"), study.table("policies")
        named = {name for row in policies for name in row.many("sources")}
        self.sources = {r.text("hash"): r.id for r in sources if r.text("hash")}
        self._done = {hash_ for hash_, id_ in self.sources.items() if id_ in named}
        self.addresses = {_bare(r.text("address")) for r in sources if r.text("address")}
        ids = [_ID.fullmatch(id_) for id_ in (*sources.by_id, *policies.by_id)]
        self._next = max((int(m[1]) for m in ids if m), default=0)

    def has(self, hash_: str) -> bool:
        """Tell whether a content is entered already, with a policy that rests on it."""
        return hash_ in self._done

    def new_id(self) -> str:
        """Return an id that neither sources nor policies use."""
        self._next += 1
        return f"D{self._next:04d}"


def _entered(item: Intake, known: _Known, ground: Ground, done: Brought) -> Rows:
    """Make the rows of a document; a source that an interrupted import left is taken up."""
    left = known.sources.pop(item.held.hash, "")
    rows = rows_of(replace(item, id=left or known.new_id()), ground)
    if left:
        rows.source = {}
    address = _bare(rows.source.get("address", ""))
    if address and address in known.addresses:
        rows.source["note"] += f"; address of another source: {rows.source.pop('address')}"
    known.addresses.add(address)
    if rows.too_early:
        words = {"value": rows.too_early[0], "date": rows.too_early[1], "id": rows.policy["id"]}
        done.problems.append(problem("import.too_early", item.file, 0, "date", **words))
    done.ids.append(rows.policy["id"])
    return rows


def _enter(study: Study, rows: list[Rows]) -> list[Problem]:
    bodies = Bodies(study)
    regions = regions_needed(rows, study.table("regions").by_id)
    places = {**study.table("regions").by_id, **{r["id"]: None for r in regions}}
    ids = [i for r in rows for i in r.policy["issuers"].split(";") if i]
    actors = list(bodies.missing_rows(ids, places))
    added = (
        ("regions", regions),
        ("actors", actors),
        ("sources", [r.source for r in rows if r.source]),
        ("policies", [r.policy for r in rows]),
    )
    for table, some in added:
        spec = dictionary()[table]
        expected = study.inputs.get(spec.file, "")
        problems = append_rows(study.folder, spec, expected, some) if some else []
        if problems:
            return problems
    return []


def _widest_sector(study: Study) -> str:
    known = study.vocabulary("sectors")
    return "all" if "all" in known or not known else known[-1]


# ── what there is to bring ──────────────────────────────────────────────────────────────────────


def _items(folder: Path, plan: Plan, done: Brought) -> Iterator[Intake]:
    held = HeldTexts(folder)
    for root in plan.paths:
        if not root.exists():
            done.problems.append(problem("file.missing", root.as_posix()))
            continue
        found = list(_files(root, plan.only))
        tables = [p for p in found if p.suffix.lower() in TABLES]
        papers = [p for p in found if p.suffix.lower() not in TABLES]
        yield from _from_papers(folder, root, papers, held, done)
        for path in tables:
            yield from _from_table(folder, path, plan, held, done)
    held.close()


def _files(root: Path, only: str) -> Iterator[Path]:
    """Give a file as it is; of a folder what `only` names, but not what describes or is derived."""
    if root.is_file():
        yield root
        return
    for path in sorted(root.rglob("*")):
        parts = path.relative_to(root).parts
        hidden = any(part.startswith((".", "~$")) or part in _SKIPPED for part in parts)
        if (
            path.is_file()
            and not hidden
            and fnmatch(path.name, only)
            and not _ABOUT.match(path.name)
        ):
            yield path


def _from_papers(
    folder: Path, root: Path, papers: list[Path], held: HeldTexts, done: Brought
) -> Iterator[Intake]:
    base = root if root.is_dir() else root.parent
    for searched in read_and_search(search_document, papers, root=base):
        document = searched.document
        path = base / document.file.partition("!/")[0]
        if "!/" in document.file:
            done.problems.append(problem("read.several", document.file))
            continue
        done.problems += document.problems
        if not document.text:
            continue
        data = path.read_bytes()
        text = stored(digest(data), searched, path)
        if root.is_dir() and says_nothing(text):
            done.problems.append(problem("import.unrecognised", document.file))
            continue
        name = f"{HOME}/{_safe(base.name)}/{'/'.join(map(_safe, Path(document.file).parts))}"
        write_file(folder / name, data)
        held.keep(text)
        held.hash_of(name)
        yield Intake(text, Stated(place=f"{_FROM} {document.file}"), name)


def _from_table(
    folder: Path, path: Path, plan: Plan, held: HeldTexts, done: Brought
) -> Iterator[Intake]:
    try:
        rows = list(read_table(path, Limits()))
    except RefusedError as refusal:
        done.problems.append(problem(refusal.code, path.name, 0, "", **refusal.words))
        return
    if rows and "text" not in columns_of(rows[0].cells, plan.columns):
        heads = ", ".join(rows[0].cells)
        is_named = path in plan.paths or bool(plan.columns)
        code = "import.columns" if is_named else "import.unrecognised"
        done.problems.append(problem(code, path.name, 1, "", known=heads))
        return
    found: list[tuple[str, str, Stated]] = []
    for row in rows:
        columns = columns_of(row.cells, plan.columns)
        text = row.cells.get(columns.get("text", ""), "")
        place = f"{path.name}{f' [{row.sheet}]' if row.sheet else ''} row {row.number}"
        if not text.strip():
            done.problems.append(problem("import.no_text", path.name, row.number, "text"))
            continue
        data = text.encode("utf-8", "replace")
        sheet = f"{_safe(row.sheet)}-" if row.sheet else ""
        name = f"{HOME}/{_safe(path.stem)}/{sheet}{row.number:04d}.txt"
        write_file(folder / name, data)
        found.append((digest(data), name, _stated(row, columns, place, done)))
    for content, read in read_held(folder, {content: name for content, name, _ in found}):
        held.keep(stored(content, read, folder / read.document.file))
    for content, name, stated in found:
        kept = held.by_hash(content)
        held.hash_of(name)
        if kept is not None:
            yield Intake(kept, stated, name)


def _stated(row: TableRow, columns: Mapping[str, str], place: str, done: Brought) -> Stated:
    given = {meaning: row.cells.get(heading, "").strip() for meaning, heading in columns.items()}
    words = given.get("date", "")
    date = date_of(words)
    if words and date is None:
        file, _, _ = place.partition(" ")
        done.problems.append(problem("import.date", file, row.number, "date", value=words))
    return Stated(
        title=given.get("title", ""),
        date=date,
        date_words=words,
        issuers=given.get("issuers", ""),
        number=given.get("number", ""),
        address=given.get("address", ""),
        place=f"{_FROM} {place}",
        sheet=row.sheet,
    )


def _safe(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    plain = _UNSAFE.sub("-", stem or ending).strip(".-") or "x"
    return plain[:_MOST_NAME] + (f".{_UNSAFE.sub('', ending)}" if dot and stem else "")


def _bare(address: str) -> str:
    return address.partition("://")[2].rstrip("/")


def unread(problems: Iterable[Problem]) -> bool:
    """Tell whether any file could not be taken in."""
    return any(p.level == "error" for p in problems)
