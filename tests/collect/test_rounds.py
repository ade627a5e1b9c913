"""A round over a study: what each source comes to, measured against the version that counts."""

import csv
import shutil
from pathlib import Path

import pytest
from loopback import Reply, govcn_page, library_answer, library_entry

from policyloom.collect.rounds import Options, collect, wanted_sources
from policyloom.collect.store import Store
from policyloom.core.ids import digest
from policyloom.files.load import load_study

TINY = Path(__file__).parent.parent / "studies" / "tiny"
TITLE = "关于积极推进连接产业的指导意见"
BODY = "各单位要按照职责分工，认真落实。" * 30


@pytest.fixture
def study(tmp_path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "study"))


def sources(folder: Path, *rows: dict[str, str]) -> None:
    columns = (folder / "sources.csv").read_text("utf-8").splitlines()[0].split(",")
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, restval="")
        writer.writeheader()
        writer.writerows(rows)


def source(id: str, address: str = "", **more: str) -> dict[str, str]:  # noqa: A002
    return {"id": id, "kind": "web", "language": "zh", "address": address} | more


def go(folder: Path, client, **options: object):
    study, _ = load_study(folder)
    store = Store(folder)
    plan = Options(**options)
    wanted = wanted_sources(study, store, plan)
    return {record.source: record for record in collect(wanted, client, store, plan)}


def outcome(record) -> tuple[str, str]:
    return record.kind, record.code


def test_a_round_names_what_came_of_each_source(study, site, client) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /shut")
    pages = {
        "S1": site.page("/page.htm", govcn_page(TITLE, BODY)),
        "S2": site.url("/nothing"),
        "S3": site.page("/forbidden", "", 403),
        "S4": site.page("/shut/a", BODY),
        "S5": site.page("/half.pdf", b"%PDF-1.4 half", declared=900),
        "S6": site.page("/gone", "", 410),
        "S7": site.page("/busy", "", 500),
        "S8": "http://user:pw@127.0.0.1/",
        "S9": site.page("/file.pdf", b"%PDF-1.7 all", headers={"Content-Type": "x/y"}),
    }
    sources(study, *(source(name, address) for name, address in pages.items()))
    records = go(study, client)
    assert {name: outcome(record) for name, record in records.items()} == {
        "S1": ("new", ""),
        "S2": ("gone", "collect.gone"),
        "S3": ("refused", "collect.forbidden"),
        "S4": ("refused", "collect.robots"),
        "S5": ("truncated", "collect.truncated"),
        "S6": ("gone", "collect.gone"),
        "S7": ("failed", "collect.busy"),
        "S8": ("refused", "collect.address"),
        "S9": ("new", ""),
    }
    held = records["S1"]
    assert (study / held.file).read_bytes() == govcn_page(TITLE, BODY).encode()
    assert held.sha256 == digest(govcn_page(TITLE, BODY).encode())
    assert held.at.startswith("2018-05-02T09:")
    assert records["S9"].file.endswith(".pdf")
    assert records["S5"].file == ""


def test_the_second_round_finds_all_as_it_was(study, site, client) -> None:
    sources(study, source("S1", site.page("/a", govcn_page(TITLE, BODY))))
    first = go(study, client)["S1"]
    second = go(study, client)["S1"]
    assert outcome(second) == ("unchanged", "")
    assert second.file == first.file
    assert len(list((study / "documents" / "raw").rglob("*.html"))) == 1


def test_a_page_that_the_server_calls_unchanged_is_not_sent_again(study, site, client) -> None:
    def page(path, headers):
        if headers.get("if-none-match") == '"v1"':
            return Reply("", 304)
        return Reply(govcn_page(TITLE, BODY), headers={"ETag": '"v1"'})

    site.pages["/a"] = page
    sources(study, source("S1", site.url("/a")))
    first = go(study, client)["S1"]
    second = go(study, client)["S1"]
    assert (second.kind, second.status, second.sha256) == ("unchanged", 304, first.sha256)


def test_without_the_bytes_the_page_is_fetched_whole(study, site, client) -> None:
    site.page("/a", govcn_page(TITLE, BODY), headers={"ETag": '"v1"'})
    sources(study, source("S1", site.url("/a")))
    first = go(study, client)["S1"]
    (study / first.file).unlink()
    assert go(study, client)["S1"].kind == "unchanged"
    assert (study / first.file).is_file()
    assert all("if-none-match" not in headers for headers in site.asked("/a"))


def test_other_words_are_a_change_and_a_new_margin_is_none(study, site, client) -> None:
    address = site.page("/a", govcn_page(TITLE, BODY))
    sources(study, source("S1", address))
    first = go(study, client)["S1"]
    site.page("/a", govcn_page(TITLE, BODY, extra="<p>访问 7 次</p>"))
    assert go(study, client)["S1"].kind == "unchanged"
    site.page("/a", govcn_page(TITLE, BODY.replace("认真", "切实")))
    changed = go(study, client)["S1"]
    assert outcome(changed) == ("changed", "collect.changed")
    assert changed.details["since"] == "2018-05-02"
    assert (study / first.file).read_bytes() == govcn_page(TITLE, BODY).encode()


def test_the_version_in_the_register_counts_until_another_is_entered(study, site, client) -> None:
    address = site.page("/a", govcn_page(TITLE, BODY))
    sources(study, source("S1", address))
    first = go(study, client)["S1"]
    sources(study, source("S1", address, file=first.file, hash=first.sha256))
    site.page("/a", govcn_page(TITLE, BODY.replace("认真", "切实")))
    assert [go(study, client)["S1"].kind for _ in range(2)] == ["changed", "changed"]


def test_a_file_that_people_put_there_is_compared_by_its_words(study, site, client) -> None:
    (study / "documents").mkdir(exist_ok=True)
    saved = govcn_page(TITLE, BODY, extra="<p>저장함</p>").encode()
    (study / "documents" / "saved.html").write_bytes(saved)
    held = {"file": "documents/saved.html", "hash": digest(saved)}
    sources(study, source("S1", site.page("/a", govcn_page(TITLE, BODY)), **held))
    assert go(study, client)["S1"].kind == "unchanged"
    site.page("/a", govcn_page(TITLE, "다른 글. " * 100))
    (study / "documents" / "collected.jsonl").unlink()
    assert go(study, client)["S1"].kind == "changed"


def test_a_page_says_nothing_about_a_file_held_in_another_form(study, site, client) -> None:
    (study / "documents").mkdir(exist_ok=True)
    (study / "documents" / "a.pdf").write_bytes(b"%PDF-1.4")
    held = {"file": "documents/a.pdf", "hash": digest(b"%PDF-1.4")}
    sources(study, source("S1", site.page("/a", govcn_page(TITLE, BODY)), **held))
    assert go(study, client)["S1"].kind == "new"


def test_a_path_out_of_the_study_is_not_opened(study, site, client) -> None:
    held = {"file": "../secret.html", "hash": "0" * 64}
    sources(study, source("S1", site.page("/a", govcn_page(TITLE, BODY)), **held))
    assert go(study, client)["S1"].kind == "changed"


def test_a_policy_without_address_is_looked_up_in_the_library(study, site, client) -> None:
    page = site.page("/zhengce/content_1.htm", govcn_page(TITLE, BODY))
    answer = library_answer(gongwen=[library_entry(TITLE, "测发〔2030〕40号", page)])
    site.page("/data", answer, headers={"Content-Type": "application/json"})
    sources(study, source("S9", kind="policy", title=TITLE), source("S8", title="무제"))
    first = go(study, client, library=site.url("/data"))
    assert list(first) == ["S9"]
    assert (first["S9"].kind, first["S9"].address, first["S9"].found_by) == ("new", page, "library")
    again = go(study, client, library=site.url("/data"))["S9"]
    assert again.kind == "unchanged"
    assert len(site.asked("/data")) == 1


def test_a_policy_that_is_gone_is_looked_for_elsewhere(study, site, client) -> None:
    page = site.url("/new/place.htm")
    answer = library_answer(gongwen=[library_entry(TITLE, "", page)])
    site.page("/data", answer)
    sources(study, source("S9", site.url("/old"), kind="policy", title=TITLE))
    record = go(study, client, library=site.url("/data"))["S9"]
    assert (record.kind, record.code) == ("gone", "collect.moved")
    assert record.details["elsewhere"] == page


def test_the_number_of_the_register_is_what_the_library_is_asked_for(study, site, client) -> None:
    def data(path, headers):
        items = [library_entry("다른 제목", "国发[2015]40号", site.url("/found.htm"))]
        return Reply(library_answer(gongwen=items if "pcode" in path.split("q=")[1] else []))

    site.pages["/data"] = data
    site.page("/found.htm", govcn_page(TITLE, BODY))
    sources(study, source("S1", kind="policy", title="연결산업 추진에 관한 지도의견"))
    assert go(study, client, library=site.url("/data"))["S1"].address == site.url("/found.htm")


def test_those_never_asked_for_come_first_and_then_the_longest_ago(study, site, client) -> None:
    addresses = [source(f"S{i}", site.page(f"/{i}", govcn_page(TITLE, BODY))) for i in range(5)]
    sources(study, *addresses)
    assert sorted(go(study, client, limit=2)) == ["S0", "S1"]
    assert sorted(go(study, client, limit=2)) == ["S2", "S3"]
    assert sorted(go(study, client, limit=2)) == ["S0", "S4"]
    assert sorted(go(study, client, only=("S3",))) == ["S3"]


def test_a_host_is_asked_one_request_at_a_time(study, site, client) -> None:
    import threading

    busy, most = threading.Semaphore(1), []

    def page(path, headers):
        most.append(busy.acquire(blocking=False))
        threading.Event().wait(0.02)
        busy.release()
        return Reply(govcn_page(TITLE, BODY + path))

    for i in range(6):
        site.pages[f"/{i}"] = page
    sources(study, *(source(f"S{i}", site.url(f"/{i}")) for i in range(6)))
    assert len(go(study, client)) == 6
    assert all(most)


def test_a_round_broken_off_keeps_what_it_had_and_waits_for_nobody(study, site, client) -> None:
    rows = [source(f"S{i}", site.page(f"/{i}", govcn_page(TITLE, BODY))) for i in range(9)]
    sources(study, *rows)
    loaded, _ = load_study(study)
    store = Store(study)
    going = collect(wanted_sources(loaded, store, Options()), client, store, Options())
    next(going)
    going.close()
    assert client.clock.stopped
    assert len(store.records("S0")) == 1
    assert len(Store(study).records("S8")) == 0
