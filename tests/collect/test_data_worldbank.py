"""World Bank: pages, messages with status 200, editions that change under way."""

import pytest
from host_answers import go, page, pages, rounds, study_with, values, worldbank
from loopback import Reply

PATH = "/v2/country/NUR;GAO/indicator/IP.JRN.ARTC.SC"


@pytest.fixture
def study(tmp_path, site):
    return study_with(tmp_path / "study", worldbank(site.url("/v2")))


def three_pages(**more):
    return pages(
        page(1, 3, 6, ("NUR", 2015, 800), ("NUR", 2014, 700.5)),
        page(2, 3, 6, ("NUR", 2013, 600), ("GAO", 2015, 80)),
        page(3, 3, 6, ("GAO", 2014, None), ("GAO", 2013, 0), **more),
    )


def test_all_pages_are_followed(study, site, client, capsys) -> None:
    site.pages[PATH] = three_pages()
    assert go(study, client) == 0
    assert values(study, "papers") == {
        ("NUR", 2013): 600, ("NUR", 2014): 700.5, ("NUR", 2015): 800,
        ("GAO", 2013): 0, ("GAO", 2014): None, ("GAO", 2015): 80,
    }  # fmt: skip
    assert len(site.asked(PATH)) == 3
    assert "there is no value: GAO 2014" in capsys.readouterr().out
    assert len(rounds(study, "papers")[-1].answers) == 3


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"lastupdated": "2018-05-01"}, "data.shifted"),
        ({"total": 7}, "data.shifted"),
        ({"page": 2}, "data.page_number"),
        ({"pages": "many"}, "data.schema"),
        ({"pages": "9" * 6_000}, "data.schema"),
        ({"pages": 9_999}, "data.too_many"),
    ],
)
def test_pages_that_do_not_fit_together_bring_nothing(
    study, site, client, capsys, more, code
) -> None:
    site.pages[PATH] = three_pages(**more)
    assert go(study, client) == 1
    assert code in capsys.readouterr().out
    assert rounds(study, "papers")[-1].table == ""


def test_fewer_records_than_said_bring_nothing(study, site, client, capsys) -> None:
    site.pages[PATH] = page(1, 1, 6, ("NUR", 2015, 800))
    assert go(study, client) == 1
    assert "data.count" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (
            '[{"message":[{"id":"120","key":"Invalid value",'
            '"value":"The provided parameter value is not valid"}]}]',
            "data.error",
        ),
        ('[{"page":0,"pages":0,"per_page":50,"total":0},null]', "data.none"),
        ('[{"page":1,"pages":1,"per_page":50,"total":1},null]', "data.schema"),
        ('[{"page":1,"pages":1,"per_page":50,"total":1},[{"date":"2015"}]]', "data.schema"),
        ("{}", "data.schema"),
        ("[]", "data.schema"),
        ("<html><body>error</body></html>", "data.page"),
        ('[{"page":1,"pages":1,"total":1},[{"indicator":1,"country":1,"countryiso3code":"NUR",'
         '"date":"2015","value":3}]]', "data.schema"),
    ],
)  # fmt: skip
def test_answers_that_are_none(study, site, client, capsys, body, code) -> None:
    site.pages[PATH] = Reply(body)
    assert go(study, client) == 1
    assert code in capsys.readouterr().out


def test_months_other_economies_and_other_years_are_left_out(study, site, client) -> None:
    site.pages[PATH] = page(
        1, 1, 4, ("NUR", 2015, 800), ("YEO", 2015, 9), ("NUR", 1999, 1), ("NUR", "2015M03", 2)
    )
    go(study, client)
    assert values(study, "papers") == {("NUR", 2015): 800}


@pytest.mark.parametrize("value", ["1,000", "..", True, "NaN", [1], {"a": 1}])
def test_a_value_that_is_no_number_is_none_and_told(study, site, client, capsys, value) -> None:
    site.pages[PATH] = page(1, 1, 1, ("NUR", 2015, value))
    assert go(study, client) == 1
    assert "data.no_number" in capsys.readouterr().out
    assert values(study, "papers") == {("NUR", 2015): None}


def test_a_unit_other_than_expected_is_a_doubt(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", worldbank(site.url("/v2"), unit="current US$"))
    site.pages[PATH] = three_pages()
    assert go(folder, client) == 1
    assert "the host's unit is “Articles”" in capsys.readouterr().out
