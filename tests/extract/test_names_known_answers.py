"""Names of the published and annotated examples in ../shared."""

import json
import re
from pathlib import Path

import pytest

from policyloom.extract import names

pytest.importorskip("ahocorasick_rs")

ANSWERS = Path(__file__).parents[3] / "shared" / "known-answers" / "policytext.json"
pytestmark = pytest.mark.skipif(not ANSWERS.exists(), reason="../shared is not here")


def answer(name):
    known = json.loads(ANSWERS.read_text(encoding="utf-8"))["known_answers"]
    return next(item for item in known if item["id"] == name)


def test_every_issuer_of_the_joint_network_is_one_agency():
    nodes = answer("joint_network")["expected"]["degree"]
    found = {node: names.resolve_agency(node) for node in nodes}
    assert found["发改委"] == "ndrc"
    assert found["国标委"] == "sac"
    assert len(set(found.values())) == len(nodes)
    assert None not in found.values()


def test_issuers_of_document_numbers_are_known():
    parsed = answer("docno_open")["expected"]["parsed"]
    issuers = {part for item in parsed for part in (item["expected"]["issuer"] or "").split(";")}
    plain = {re.sub(r"\(.*\)", "", issuer) for issuer in issuers} - {"", "中华人民共和国主席"}
    assert [issuer for issuer in plain if names.resolve_agency(issuer) is None] == []


def test_bodies_of_the_responsibility_clauses_are_found_in_order():
    clauses = answer("resp_open")["inputs"]["clauses"]
    parsed = answer("resp_open")["expected"]["parsed"]
    for clause, roles in zip(clauses, parsed, strict=True):
        if roles is None:
            continue
        wanted = [b for r in ("lead", "responsible", "support", "with") for b in roles.get(r, ())]
        forms = [m.form for m in names.find(clause)]
        assert forms[: len(wanted)] == wanted, clause


def test_a_clause_of_history_names_the_ministry_of_its_time():
    assert names.resolve_agency("铁道部", date="2012-01-01") == "mor"
