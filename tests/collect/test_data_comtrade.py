"""UN Comtrade: the question, the key, answers cut at the limit, and what is wrong with them."""

import json

import pytest
from host_answers import (
    comtrade,
    comtrade_world,
    flow,
    flows,
    go,
    observations,
    rounds,
    study_with,
    values,
)
from loopback import Reply

from policyloom.core.ids import digest
from policyloom.files.load import load_study

PREVIEW, DATA = "/public/v1/preview/C/A/HS", "/data/v1/get/C/A/HS"
KEY = "not-a-real-key-0123456789"
ALL = [flow(c, y, 1e9 + c * y) for c in (410, 156) for y in (2016, 2017, 2018)]


@pytest.fixture
def study(tmp_path, site):
    return study_with(tmp_path / "study", comtrade(site.url("")))


def test_what_came_is_kept_with_its_date_and_address_and_read(study, site, client, capsys) -> None:
    site.pages[PREVIEW] = flows(*ALL)
    assert go(study, client) == 0
    assert values(study, "chips")["NUR", 2017] == 1e9 + 410 * 2017
    assert len(values(study, "chips")) == 6
    (made,) = rounds(study, "chips")
    (answer,) = made.answers
    kept = (study / answer["file"]).read_bytes()
    assert digest(kept) == answer["sha256"]
    assert json.loads(kept)["count"] == 6
    assert answer["at"].startswith("2018-05-02")
    for field in ("reporterCode=410,156", "period=2016,2017,2018", "cmdCode=8542", "flowCode=X",
                  "partnerCode=0", "motCode=0", "customsCode=C00", "partner2Code=0"):  # fmt: skip
        assert field in answer["address"]
    assert "chips: 6 values" in capsys.readouterr().out


def test_a_key_goes_in_a_header_to_its_host_alone_and_is_written_nowhere(
    study, site, client, capsys
) -> None:
    site.pages[DATA] = flows(*ALL)
    assert go(study, client, key=KEY) == 0
    assert site.asked(DATA)[0]["ocp-apim-subscription-key"] == KEY
    assert "ocp-apim-subscription-key" not in site.asked("/robots.txt")[0]
    said = capsys.readouterr()
    assert KEY not in said.out + said.err
    assert all(KEY.encode() not in p.read_bytes() for p in study.rglob("*") if p.is_file())


def test_a_key_does_not_follow_a_redirect_to_another_host(study, site, client) -> None:
    site.pages[DATA] = Reply(status=302, headers={"Location": site.url("/taken", "other.test")})
    site.pages["/taken"] = flows(*ALL)
    go(study, client, key=KEY)
    assert "ocp-apim-subscription-key" in site.asked(DATA)[0]
    assert "ocp-apim-subscription-key" not in site.asked("/taken")[0]


def test_the_key_is_not_sent_where_a_study_names_another_address(study, site, client) -> None:
    from policyloom.collect.hosts.asking import Asker

    asker = Asker(client, KEY)
    assert not asker.sends_key(site.url(""))
    assert not asker.sends_key("http://comtradeapi.un.org")
    assert not asker.sends_key("https://comtradeapi.un.org.evil.test")
    assert asker.sends_key("https://comtradeapi.un.org")


def test_an_answer_that_shows_the_key_is_not_kept(study, site, client, capsys) -> None:
    site.pages[DATA] = flows(*ALL, echo=KEY)
    assert go(study, client, key=KEY) == 1
    assert "data.key_shown" in capsys.readouterr().out
    assert not (study / "documents" / "raw").exists()


def test_an_answer_at_the_limit_is_asked_for_again_in_halves(tmp_path, site, client) -> None:
    many = [
        flow(c, y, float(c * y + k), cmdCode=str(800_000 + k))
        for c in (410, 156)
        for y in range(2015, 2019)
        for k in range(260)
    ]
    site.pages[PREVIEW] = comtrade_world(many, 500)
    codes = ";".join(str(800_000 + k) for k in range(260))
    folder = study_with(tmp_path / "study", comtrade(site.url(""), code=codes, years="2003-2018"))
    go(folder, client)
    found = observations(folder, "chips")
    assert len(found) == len(many) == 2080
    assert sum(o.value for o in found) == sum(r["primaryValue"] for r in many)
    assert all(len(a["address"]) < 2000 for a in rounds(folder, "chips")[-1].answers)


def test_a_question_that_cannot_be_split_is_told_and_nothing_is_taken(
    tmp_path, site, client, capsys
) -> None:
    folder = study_with(tmp_path / "s", comtrade(site.url(""), years="2017", economies="NUR",
                                                 codes="NUR=410"))  # fmt: skip
    site.pages[PREVIEW] = flows(*[flow(410, 2017, 1.0)] * 500)
    assert go(folder, client) == 1
    assert "data.cut" in capsys.readouterr().out
    assert rounds(folder, "chips")[-1].table == ""


@pytest.mark.parametrize(
    ("status", "code", "asked"),
    [
        (400, "data.refused", 1), (401, "data.key", 1), (403, "data.quota", 1),
        (404, "data.unknown", 1), (409, "data.limit", 1), (429, "data.rate", 3),
        (500, "collect.busy", 3), (503, "collect.busy", 3), (418, "collect.status", 1),
    ],
)  # fmt: skip
def test_what_the_server_refuses_is_told(  # noqa: PLR0917 - fixtures
    study, site, client, capsys, status, code, asked
) -> None:
    site.page(PREVIEW, '{"message": "no"}', status)
    assert go(study, client) == 1
    assert code in capsys.readouterr().out
    assert len(site.asked(PREVIEW)) == asked
    assert rounds(study, "chips")[-1].code == code


def test_a_rate_limit_is_waited_out_as_the_server_says(study, site, client, clock) -> None:
    site.pages[PREVIEW] = [Reply(status=429, headers={"Retry-After": "37"}), flows(*ALL)]
    assert go(study, client) == 0
    assert sum(clock.slept) >= 37
    assert len(values(study, "chips")) == 6


@pytest.mark.parametrize(
    ("reply", "code"),
    [
        (Reply("<!DOCTYPE html><html><body>Maintenance</body></html>"), "data.page"),
        (Reply('{"count": 2, "data": [{"period": '), "data.not_json"),
        (Reply("[" * 100_000), "data.not_json"),
        (Reply(""), "data.empty"),
        (Reply("[]"), "data.schema"),
        (Reply('{"count": 0, "dataset": []}'), "data.schema"),
        (Reply('{"count": 1, "data": [{"period": "2017"}]}'), "data.schema"),
        (flows(ALL[0], count=9), "data.count"),
        (flows(error="period: too many"), "data.error"),
        (Reply(b'{"data": [1', declared=900), "collect.truncated"),
        (Reply(b"x" * 300_000), "data.cut"),
    ],
)
def test_an_answer_that_is_none_brings_no_value(study, site, client, capsys, reply, code) -> None:
    site.pages[PREVIEW] = reply
    assert go(study, client) == 1
    assert code in capsys.readouterr().out
    assert rounds(study, "chips")[-1].table == ""


def test_an_empty_answer_is_missing_and_not_zero(study, site, client, capsys) -> None:
    site.pages[PREVIEW] = flows()
    assert go(study, client) == 1
    said = capsys.readouterr().out
    assert "data.none" in said
    assert "NUR export 2016-2018" in said
    assert observations(study, "chips") == []


def test_zero_is_a_value_and_null_is_none(study, site, client, capsys) -> None:
    site.pages[PREVIEW] = flows(*ALL[:4], flow(156, 2017, 0.0), flow(156, 2018, None))
    go(study, client)
    assert values(study, "chips")["GAO", 2017] == 0.0
    assert values(study, "chips")["GAO", 2018] is None
    assert "there is no value: GAO export 2018" in capsys.readouterr().out


def test_parts_of_a_flow_and_what_was_not_asked_for_are_left_out(study, site, client) -> None:
    parts = [
        flow(410, 2017, 5.0, motCode=1000), flow(410, 2017, 5.0, customsCode="C05"),
        flow(410, 2017, 5.0, flowCode="RX"), flow(999, 2017, 5.0),
        flow(410, 2017, 5.0, partner2Code=842), flow(410, 2017, 5.0, period="201703"),
    ]  # fmt: skip
    site.pages[PREVIEW] = flows(*ALL, *parts)
    assert go(study, client) == 0
    assert {o.year for o in observations(study, "chips")} == {2016, 2017, 2018}
    assert values(study, "chips")["NUR", 2017] == 1e9 + 410 * 2017


def test_the_same_flow_twice_is_told_and_not_proposed(study, site, client, capsys) -> None:
    from policyloom.held.data_proposals import propose_data

    site.pages[PREVIEW] = flows(*ALL, flow(410, 2018, 7e9))
    assert go(study, client) == 1
    said = capsys.readouterr().out
    assert "data.duplicate" in said
    assert "7000000000.0" in said
    proposed = {p.id for p in propose_data(load_study(study)[0])}
    assert "8542.NUR.2018.export.customs" not in proposed
    assert "8542.GAO.2018.export.customs" in proposed


def test_editions_that_mix_in_one_series_are_told(study, site, client, capsys) -> None:
    old = [flow(c, 2016, 1e9, classificationCode="H4") for c in (410, 156)]
    new = [r for r in ALL if r["period"] != "2016"]
    site.pages[PREVIEW] = flows(*old, *new)
    go(study, client)
    assert "H4 2016; H5 2017-2018" in capsys.readouterr().out


def test_another_edition_than_the_request_names_is_a_doubt(tmp_path, site, client, capsys) -> None:
    folder = study_with(tmp_path / "study", comtrade(site.url(""), edition="H4"))
    site.pages[PREVIEW] = flows(*ALL)
    assert go(folder, client) == 1
    assert "data.edition" in capsys.readouterr().out
    assert all("data.edition" in o.doubts for o in observations(folder, "chips"))


def test_private_addresses_are_refused(study, site, make_client, capsys) -> None:
    assert go(study, make_client(allow_private=False)) == 1
    assert "--allow-private" in capsys.readouterr().out
    assert site.seen == []


def test_robots_are_obeyed(study, site, client, capsys) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /public")
    assert go(study, client) == 1
    assert "collect.robots" in capsys.readouterr().out
    assert site.asked(PREVIEW) == []
