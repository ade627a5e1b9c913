"""Policy strength: known answers, joint documents, own scales, and what is unscored."""

import pytest

from policyloom.analysis import policy_strength
from policyloom.analysis.catalogue import entry
from policyloom.analysis.promotion_actors import KINDS
from policyloom.fingerprints import options_of
from policyloom.methods.pmc import GRADE_TABLES
from policyloom.methods.strength import scales
from policyloom.model.policy_text_settings import (
    IssuerKind,
    PackagedGrades,
    PackagedScale,
    PolicyStrengthOptions,
)
from policyloom.model.tables import dictionary

ACTORS = [
    {"id": "npc", "kind": "legislature", "region": "CN"},
    {"id": "sc", "kind": "state-council", "region": "CN"},
    {"id": "m", "kind": "ministry", "region": "CN"},
    {"id": "n", "kind": "national-body", "region": "CN"},
    {"id": "p", "kind": "provincial-government"},
]


def policy(name, issuers, kind, **more):
    return {
        "id": name, "level": "central", "issuers": issuers, "type": kind, "date_issued": "2015",
        "sectors": ["ai"], **more,
    }  # fmt: skip


POLICIES = [
    policy("law", ["npc"], "法律", date_issued="2016-11-07", sectors=["ai", "o2o"]),
    policy("rules", ["sc"], "条例"),
    policy("opinion", ["sc"], "意见"),
    policy("joint", ["n", "sc"], "规定", level="ministry"),
    policy("measures", ["m"], "办法", level="ministry", date_issued=None),
    policy("notice", [], "通知", level="ministry"),
    policy("draft", ["npc"], "法律", status="draft"),
    policy("local", ["p"], "通知", level="province"),
]


def code(policy_, aspect, score, coder="a", standing=None):
    return {"id": f"{policy_}.{aspect}.{coder}", "policy": policy_, "aspect": aspect,
            "score": score, "evidence": "…", "coder": coder, "standing": standing}  # fmt: skip


def run(evidence, options, codes=(), policies=POLICIES, **own):
    store = evidence(policies=policies, actors=ACTORS, policy_codes=list(codes))
    return policy_strength.run(store, options(**own))


def values(result):
    return {name: v.value for name, v in result.values.items()}


def rows(result, table):
    found = result.tables[table]
    names = [c.name for c in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def test_strength_by_hand(evidence, options):
    result = run(evidence, options)
    found = values(result)
    # law 5, rules 4, joint 3 by both issuers' 规定, measures 2, notice 1; the opinion has none.
    assert [r["strength"] for r in rows(result, "documents")] == [3, 5, 2, 1, None, 4]
    assert (found["documents"], found["scored"], found["unscored"]) == (6, 5, 1)
    assert (found["total"], found["mean"]) == (15, 3)
    assert (found["drafts"], found["outside"]) == (1, 1)
    assert found["sector_o2o_mean"] == 5
    assert (found["year_2015_mean"], found["year_2015_unscored"]) == (pytest.approx(8 / 3), 1)
    assert found["year_undated_mean"] == 2
    every = {ref for table in result.tables.values() for row in table.origins for ref in row}
    assert not every & {"policies:draft", "policies:local"}


def test_what_has_no_score_is_listed_and_never_zero(evidence, options):
    result = run(evidence, options, policies=[policy("opinion", ["sc"], "意见")])
    assert rows(result, "unscored") == [
        {"issuers_ko": "국무원", "issuers_en": "State Council", "type": "意见", "documents": 1}
    ]
    assert result.values["mean"].value is None
    assert result.values["sector_ai_mean"].reason.ko
    (year,) = rows(result, "years")
    assert (year["unscored"], year["mean"], year["total"]) == (1, None, None)


def test_without_codings_the_effect_is_undefined(evidence, options):
    result = run(evidence, options)
    for name in ("effect", "effect_mean", "effect_2015", "effect_2016", "alpha"):
        assert result.values[name].value is None
        assert result.values[name].reason.ko
    assert values(result)["coded"] == 0


def test_effect_of_the_known_answer(evidence, options, known_answer):
    known = known_answer("policytext.json", "peng_effect")
    kinds = {5: ("npc", "法律"), 4: ("sc", "条例"), 2: ("m", "办法"), 1: ("m", "通知")}
    policies, codes = [], []
    for at, d in enumerate(known["inputs"]["docs"]):
        issuer, kind = kinds[d["P"]]
        policies.append(policy(f"d{at}", [issuer], kind, date_issued=str(d["year"])))
        codes += [code(f"d{at}", "goal", d["goal"]), code(f"d{at}", "measure", d["measure"])]
    found = values(run(evidence, options, codes, policies))
    expected = known["expected"]
    assert {y: found[f"effect_{y}"] for y in ("2015", "2016")} == expected["TMG_by_year"]
    assert found["effect"] == sum(expected["TMG_by_year"].values())


def test_effect_by_hand_leaves_out_what_is_not_scored(evidence, options):
    codes = [
        code("law", "goal", 5), code("law", "measure", 3), code("opinion", "goal", 5),
        code("opinion", "measure", 5), code("rules", "goal", 4),
    ]  # fmt: skip
    result = run(evidence, options, codes)
    found = values(result)
    assert (found["effect"], found["effect_2016"], found["effect_2015"]) == (40, 40, None)
    assert (found["coded"], found["effect_documents"]) == (2, 1)
    assert "policy_codes:law.goal.a" in result.values["effect"].origins


def test_coders_who_differ_leave_a_document_uncoded_until_it_is_adjudicated(evidence, options):
    codes = [code("law", "goal", 5), code("law", "goal", 4, "b"), code("law", "measure", 2)]
    found = values(run(evidence, options, codes))
    assert (found["disputed"], found["effect"], found["coders"]) == (1, None, 2)
    settled = [*codes, code("law", "goal", 4, "c", "adjudicated")]
    found = values(run(evidence, options, settled))
    assert (found["disputed"], found["effect"], found["coders"]) == (0, 30, 2)
    assert found["alpha"] is not None


def test_own_scales_types_and_joint_documents(evidence, options):
    own = {"id": "own", "source": "이 연구", "based_on": "peng-2008",
           "rules": [{"score": 4, "issuers": ["state_council"], "types": ["意见"]},
                     {"score": 2, "issuers": ["provincial-government"], "types": ["通知"]}],
           "labels": {4: {"ko": "넷", "en": "four"}}}  # fmt: skip
    made = {"scale": "own", "compare": ["peng-2008"], "scales": [own]}
    result = run(evidence, options, levels=["central", "province"], **made)
    strengths = {r["policy"]: r["strength"] for r in rows(result, "documents")}
    assert strengths == {
        "policies:law": 5, "policies:rules": 4, "policies:opinion": 4, "policies:local": 2,
    }  # fmt: skip
    assert [r["scale"] for r in rows(result, "scales")] == ["own", "peng-2008"]
    assert values(result)["scale_peng_2008_scored"] == 3
    assert [r["meaning_en"] for r in rows(result, "scale")][1] == "four"
    mapped = run(evidence, options, types={"意见": "条例"})
    assert values(mapped)["unscored"] == 0
    two = [policy("joint", ["m", "sc"], "暂行规定"), policy("both", ["m", "sc"], "暂行条例")]
    by_first = run(evidence, options, policies=two, joint="first")
    assert [r["strength"] for r in rows(by_first, "documents")] == [None, 2]
    by_highest = run(evidence, options, policies=two)
    assert [r["strength"] for r in rows(by_highest, "documents")] == [3, 2]


@pytest.mark.parametrize(
    "own",
    [
        {"scale": "other"},
        {"compare": ["other"]},
        {"scales": [{"id": "peng-2008", "source": "x", "rules": [{"score": 1, "types": ["函"]}]}]},
        {"scales": [{"id": "x", "source": "x", "rules": []}]},
        {"scales": [{"id": "x", "source": "x", "rules": [{"score": 0, "types": ["函"]}]}]},
        {"levels": []},
        {"joint": "last"},
    ],
)
def test_options_that_cannot_be(own):
    with pytest.raises(ValueError, match=r"."):
        PolicyStrengthOptions.model_validate(own)


def test_words_of_the_options_are_those_of_the_methods_and_the_dictionary():
    kinds = dictionary()["actors"].column("kind").words
    assert set(IssuerKind.__args__) == {*kinds, "npc", "state_council"}
    assert set(kinds) == set(KINDS)
    assert set(PackagedScale.__args__) == set(scales())
    assert set(PackagedGrades.__args__) == set(GRADE_TABLES)


def test_the_shipped_study_is_scored_from_its_register_alone(shipped, shipped_store):
    own = options_of(shipped, entry("policy_strength"))
    result = policy_strength.run(shipped_store, own)
    found = values(result)
    policies = shipped.table("policies")
    out = [r for r in policies if r.text("status") == "issued"]
    central = [r for r in out if r.text("level") in ("central", "ministry")]
    assert found["documents"] == found["scored"] + found["unscored"] == len(central)
    assert found["drafts"] == len(policies) - len(out)
    assert found["score_5"] == sum(1 for r in central if r.text("type") == "法律")
    assert found["effect"] is None
    names = ("scale_peng_2008_mean", "scale_state_council_3_mean", "scale_state_council_4_mean")
    low, middle, high = (found[name] for name in names)
    assert low < middle < high
