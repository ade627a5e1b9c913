import random

from policyloom.analysis import corpus

POLICIES = [
    {"id": "A", "level": "central", "region": "CN", "date_issued": "2015-07-01", "sectors": ["ai"],
     "issuers": ["x", "y"], "number": "1"},
    {"id": "B", "date_issued": "2016", "sectors": ["ai", "o2o"], "issuers": ["x"]},
    {"id": "C", "region": "12", "date_published": "2016-03-02", "published_is": "publication",
     "sectors": ["o2o"], "title_is": "description"},
    {"id": "D", "date_published": "2017-01-01", "published_is": "upper-bound", "sectors": ["o2o"],
     "confidence": "low"},
    {"id": "E", "sectors": ["ai"], "level": "city"},
    {"id": "F", "status": "draft", "date_issued": "2018-01-01", "sectors": ["ai"]},
]  # fmt: skip


def values(result):
    return {name: v.value for name, v in result.values.items()}


def test_drafts_stand_apart_and_dates_are_told_apart(evidence, options):
    found = values(corpus.run(evidence(policies=POLICIES), options()))
    assert (found["policies"], found["issued"], found["drafts"]) == (6, 5, 1)
    assert (found["issue_dated"], found["full_dated"], found["published_only"]) == (2, 1, 1)
    assert (found["upper_bound"], found["undated"], found["undated_share"]) == (1, 1, 20.0)
    assert (found["year_2015"], found["year_2016"], found["year_2018"]) == (1, 2, 0)
    assert (found["sector_ai"], found["sector_o2o"], found["sector_ai_city"]) == (3, 3, 1)
    assert (found["described"], found["confidence_low"], found["region_12"]) == (1, 1, 1)
    assert (found["peak_year"], found["peak_year_documents"]) == (2016, 2)
    assert (found["issuers"], found["with_issuer"]) == (2, 2)


def test_a_count_is_the_number_of_its_origins(evidence, options):
    result = corpus.run(evidence(policies=POLICIES), options())
    assert result.values["sector_ai"].origins == ("policies:A", "policies:B", "policies:E")
    assert result.values["central_drafts"].value == 0
    assert len(result.values["central_drafts"].origins) == 6, "a zero rests on what was looked at"


def test_levels_and_years_add_up(evidence, options):
    result = corpus.run(evidence(policies=POLICIES), options())
    found = values(result)
    assert sum(found[level] for level in ("central", "ministry", "province", "city")) == 5
    years = result.tables["years"].rows
    assert sum(row[1] for row in years) == found["dated"]
    assert sum(row[3] for row in result.tables["regions"].rows) == 4


def test_the_order_of_rows_does_not_matter(evidence, options):
    shuffled = random.Random(7).sample(POLICIES, len(POLICIES))
    first = corpus.run(evidence(policies=POLICIES), options())
    assert corpus.run(evidence(policies=shuffled), options()) == first


def test_an_empty_corpus_says_so(evidence, options):
    result = corpus.run(evidence(), options())
    assert result.values["issued"].value == 0
    assert result.values["undated_share"].value is None
    assert result.values["undated_share"].reason.ko
