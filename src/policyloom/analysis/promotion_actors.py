"""Which kinds of bodies the register of actors holds, and what they are seen to do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policyloom.analysis.answer import (
    BODIES,
    Answer,
    Line,
    number_column,
    refs,
    slug,
    text_columns,
)
from policyloom.analysis.documents import Document
from policyloom.analysis.promotion_data import Setting
from policyloom.model.evidence import Evidence
from policyloom.model.result import Plain, Text

KINDS: Mapping[str, Text] = {
    "party": Text("당", "Party"),
    "legislature": Text("전국인대", "Legislature"),
    "state-council": Text("국무원", "State Council"),
    "ministry": Text("부·위원회", "Ministries"),
    "national-body": Text("직속·소속 기관", "Agencies"),
    "provincial-government": Text("성급 정부", "Provincial governments"),
    "provincial-department": Text("성급 부문", "Provincial departments"),
    "city-government": Text("시급 정부", "City governments"),
    "city-department": Text("시급 부문", "City departments"),
    "local-office": Text("지방 사무기구", "Local offices"),
    "firm": Text("기업", "Firms"),
    "institute": Text("연구기관", "Institutes"),
    "generic": Text("총칭", "Generic"),
}
_SEEN = Text(
    "초안을 뺀 모든 단계의 문건, 책임 분담, 시범사업 지정에서 본 기관을 센다.",
    "Bodies seen in issued documents of all levels, in responsibilities, and designating pilots.",
)


def add_actors(
    answer: Answer, evidence: Evidence, found: Setting, issued: Iterable[Document]
) -> None:
    """Add table `actors` and the number of bodies in all, of each kind, and of those that act."""
    if not found.bodies:
        return
    named = evidence.query("SELECT designated_by FROM pilots ORDER BY id")
    doing: Mapping[str, set[str]] = {
        "issue": {a for d in issued for a in d.issuers},
        "lead": {a for t in found.tasks for a in t.leads},
        "support": {a for t in found.tasks for a in t.supports},
        "designate": {a for row in named for a in row["designated_by"] or ()},
    }
    every = refs("actors", found.bodies)
    label = Text("등록부의 추진 주체", "Bodies of the register")
    answer.count("actors", label, every, BODIES)
    acting = set().union(*doing.values()) & set(found.bodies)
    label = Text("문건·과제·지정에서 본 추진 주체", "Bodies that are seen to act")
    answer.count("actors_acting", label, refs("actors", sorted(acting)), BODIES, every)
    rows: list[Line] = []
    for kind, text in KINDS.items():
        own = [body.id for body in found.bodies.values() if body.kind == kind]
        if own:
            label = Text(f"{text.ko}(등록부)", f"{text.en} of the register")
            answer.count(f"actors_{slug(kind)}", label, refs("actors", own), BODIES)
            cells: list[Plain] = [text.ko, text.en, len(own)]
            cells += [len(set(own) & some) for some in doing.values()]
            rows.append((cells, refs("actors", own)))
    columns = [
        *text_columns("kind", "종류", "Kind"),
        number_column("bodies", "기관", "Bodies"),
        number_column("issue", "문건을 낸 기관", "Issue"),
        number_column("lead", "과제를 주관한 기관", "Lead"),
        number_column("support", "과제를 도운 기관", "Support"),
        number_column("designate", "시범을 지정한 기관", "Designate"),
    ]
    title = Text("추진 주체의 종류와 하는 일", "Kinds of bodies and what they do")
    answer.table("actors", title, columns, rows, [_SEEN], BODIES)
