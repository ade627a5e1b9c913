"""The command: what it says, what it writes, and its exit status."""

import argparse
import csv
import json
import shutil
from pathlib import Path

import pytest
from loopback import govcn_page, library_answer, library_entry

from policyloom import collect_command
from policyloom.cli import main
from policyloom.collect.rounds import Options

TINY = Path(__file__).parent.parent / "studies" / "tiny"
TITLE = "关于积极推进连接产业的指导意见"
BODY = "연결산업을 적극 추진한다. 各单位认真落实。" * 20
QUIET = ["--allow-private", "--pause", "0", "--lang", "en"]


@pytest.fixture
def study(tmp_path, site) -> Path:
    """The tiny study with its addresses moved to the loopback server."""
    folder = Path(shutil.copytree(TINY, tmp_path / "study"))
    path = folder / "sources.csv"
    text = path.read_bytes().decode()
    for name, page in (("S1", "gov.example/2015/40"), ("S3", "stat.example/yearbook")):
        site.page(f"/{name}", govcn_page(TITLE, BODY + name))
        text = text.replace(f"https://{page}", site.url(f"/{name}"))
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    return folder


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "sources.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {row["id"]: row for row in csv.DictReader(stream)}


def collect(folder: Path, *options: str) -> int:
    return main(["collect", str(folder), "--only", "S1", "S3", *QUIET, *options])


def test_a_round_says_what_came_and_leaves_the_register_alone(study, capsys) -> None:
    before = (study / "sources.csv").read_bytes()
    assert collect(study) == 0
    said = capsys.readouterr().out
    assert "new 2 · unchanged 0 · changed 0 · gone 0 · refused 0" in said
    assert "--write" in said
    assert (study / "sources.csv").read_bytes() == before
    assert len((study / "documents" / "collected.jsonl").read_bytes().splitlines()) == 2


def test_on_request_the_files_are_entered_and_nothing_else_changes(study, capsys) -> None:
    before = (study / "sources.csv").read_bytes().splitlines()
    assert collect(study, "--write") == 0
    assert "6 cells" in capsys.readouterr().out
    after = (study / "sources.csv").read_bytes().splitlines()
    changed = [a for a, b in zip(after, before, strict=True) if a != b]
    assert [line.split(b",")[0] for line in changed] == [b"S1", b"S3"]
    row = rows(study)["S1"]
    assert (study / row["file"]).read_bytes() == govcn_page(TITLE, BODY + "S1").encode()
    assert row["accessed"] > "2018-05-02"
    assert len(row["hash"]) == 64
    assert main(["check", str(study), "--format", "json"]) == 0
    written = (study / "sources.csv").read_bytes()
    assert collect(study, "--write") == 0
    assert (study / "sources.csv").read_bytes() == written


def test_a_change_is_told_with_the_claims_that_lean_on_it(study, site, capsys) -> None:
    collect(study, "--write")
    site.page("/S1", govcn_page(TITLE, "전혀 다른 내용이다. " * 30))
    entered = rows(study)["S1"]
    capsys.readouterr()
    assert collect(study) == 1
    said = capsys.readouterr().out
    assert "collect.changed" in said
    assert "sources.csv:2 [address]" in said
    assert "F-AI-01" in said
    assert "P-AI-01" in said
    assert f"policyloom explain {study} --without S1" in said
    assert rows(study)["S1"] == entered


def test_another_version_is_entered_only_for_a_source_that_is_named(study, site) -> None:
    collect(study, "--write")
    entered = rows(study)
    site.page("/S1", govcn_page(TITLE, "전혀 다른 내용이다. " * 30))
    main(["collect", str(study), *QUIET, "--limit", "2", "--write"])
    assert rows(study)["S1"] == entered["S1"]
    assert collect(study, "--write") == 1
    assert rows(study)["S1"]["hash"] != entered["S1"]["hash"]
    assert collect(study) == 0


def test_what_is_gone_is_told_with_the_claims_that_lean_on_it(study, site, capsys) -> None:
    site.page("/S3", "", 404)
    assert collect(study, "--write") == 1
    said = capsys.readouterr().out
    assert "new 1 · unchanged 0 · changed 0 · gone 1 · refused 0" in said
    assert "collect.gone" in said
    assert "F-AI-01  Nuriland has more AI papers than Gaonia." in said
    assert rows(study)["S3"]["file"] == ""


def test_sources_that_carry_no_claim_are_named_in_one_line(study, site, capsys) -> None:
    path = study / "sources.csv"
    path.write_bytes(path.read_bytes() + f"S9,web,,,,zh,{site.url('/none')},,,,,\r\n".encode())
    assert main(["collect", str(study), "--only", "S9", *QUIET]) == 1
    assert "No claim leans on: S9" in capsys.readouterr().out


def test_private_addresses_are_refused_without_the_option(study, site, capsys) -> None:
    assert main(["collect", str(study), "--only", "S1", "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "refused 1" in said
    assert "--allow-private" in said
    assert site.seen == []


def test_a_dry_run_asks_nobody_and_writes_nothing(study, site, capsys) -> None:
    assert collect(study, "--dry-run") == 0
    assert "2 sources to fetch" in capsys.readouterr().out
    assert site.seen == []
    assert not (study / "documents" / "collected.jsonl").exists()


def test_an_address_found_in_the_library_is_entered_with_the_file(study, site, client) -> None:
    page = site.url("/S1")
    answer = library_answer(gongwen=[library_entry(TITLE, "国发〔2015〕40号", page)])
    site.page("/data", answer)
    text = (study / "sources.csv").read_text("utf-8-sig")
    text = text.replace(page, "").replace("누리국 정부,2015-07-04,ko", "누리국 정부,2015-07-04,zh")
    (study / "sources.csv").write_text(text, "utf-8")
    plan = Options(only=("S1",), library=site.url("/data"))
    given = argparse.Namespace(dry_run=False, write=True)
    assert collect_command.collect_folder(study, client, plan, "en", given) == 0
    assert rows(study)["S1"]["address"] == page


def test_what_cannot_run_exits_with_two(study, tmp_path, capsys) -> None:
    assert main(["collect", str(tmp_path / "nowhere")]) == 2
    assert main(["collect", str(study), "--only", "S99", "--lang", "en"]) == 2
    assert "S99" in capsys.readouterr().out


def test_a_register_that_changed_meanwhile_is_left_alone(study, monkeypatch, capsys) -> None:
    fetch = collect_command._fetch

    def while_fetching(*given: object) -> None:
        fetch(*given)
        with (study / "sources.csv").open("ab") as stream:
            stream.write(b"S9,web,,,,zh,,,,,,\r\n")

    monkeypatch.setattr(collect_command, "_fetch", while_fetching)
    assert collect(study, "--write") == 1
    assert "edit.stale" in capsys.readouterr().out
    assert rows(study)["S1"]["file"] == ""


def test_a_study_with_errors_still_lists_the_claims_by_their_rows(study, site, capsys) -> None:
    text = (study / "registers" / "risks.csv").read_text("utf-8-sig")
    (study / "registers" / "risks.csv").write_text(text.replace("high", "nonsense"), "utf-8")
    site.page("/S1", "", 410)
    assert collect(study) == 1
    assert "F-AI-01" in capsys.readouterr().out


def test_the_log_reads_as_json_lines(study) -> None:
    collect(study)
    lines = (study / "documents" / "collected.jsonl").read_text("utf-8").splitlines()
    record = json.loads(lines[0])
    assert {"source", "kind", "at", "address", "sha256", "file", "status", "words"} <= set(record)
