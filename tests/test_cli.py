"""The command line: exit status, languages, and what it prints."""

import json
import shutil
from pathlib import Path

import pytest

from policyloom.cli import COMMANDS, main

TINY = Path(__file__).parent / "studies" / "tiny"


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "study"))


def test_a_clean_study_exits_with_zero_and_an_empty_list(study, capsys) -> None:
    assert main(["check", str(study), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_errors_exit_with_one_and_have_exactly_the_promised_keys(study, capsys) -> None:
    sources = study / "sources.csv"
    sources.write_text(sources.read_text("utf-8").replace("S3,statistics", "S3,nonsense"), "utf-8")
    assert main(["check", str(study), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    keys = {"code", "level", "file", "line", "column", "message", "cure"}
    assert [set(p) for p in problems] == [keys] * len(problems)
    assert ("sources.csv", 4, "kind") in [(p["file"], p["line"], p["column"]) for p in problems]


def test_what_cannot_run_exits_with_two(tmp_path, capsys) -> None:
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert main(["build", str(tmp_path / "nowhere")]) == 2
    assert "policyloom new" in capsys.readouterr().err


def test_an_empty_folder_is_a_problem_with_its_place(tmp_path, capsys) -> None:
    assert main(["check", str(tmp_path), "--format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)[0]["file"] == "study.yaml"


@pytest.mark.parametrize("command", [c.name for c in COMMANDS])
@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_command_has_help_in_both_languages(command, language, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help", "--lang", language])
    assert ended.value.code == 0
    has_korean = any("가" <= c <= "힣" for c in capsys.readouterr().out.split("options:")[0])
    assert has_korean == (language == "ko")


def test_a_new_study_checks_clean(tmp_path, capsys) -> None:
    assert main(["new", str(tmp_path / "mine")]) == 0
    assert main(["check", str(tmp_path / "mine"), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out.split("\n", 2)[2]) == []


def test_new_refuses_a_folder_that_holds_something(tmp_path, capsys) -> None:
    (tmp_path / "mine").write_text("x")
    assert main(["new", str(tmp_path)]) == 2
    assert (tmp_path / "mine").read_text() == "x"


def test_explain_goes_back_to_the_source_and_forward_to_the_sentence(study, capsys) -> None:
    assert main(["explain", str(study), "figures:ai-papers.NUR.2017"]) == 0
    said = capsys.readouterr().out
    assert "sources:S3" in said
    assert "claim:F-AI-01" in said
    assert "report/01.md:5" in said


def test_explain_offers_what_was_meant(study, capsys) -> None:
    assert main(["explain", str(study), "figures:ai-papers.NUR.2071"]) == 1
    assert "figures:ai-papers.NUR.2017" in capsys.readouterr().out


def test_explain_without_a_source_lists_the_claims_that_fall(study, capsys) -> None:
    assert main(["explain", str(study), "--without", "S3"]) == 0
    said = capsys.readouterr().out
    assert "F-AI-01" in said
    assert "P-AI-01" in said
    assert "report/01.md:5" in said


def test_explain_follows_the_sentences_of_a_line_down_to_register_and_source(study, capsys) -> None:
    chapter = study / "report" / "01.md"
    text = chapter.read_text("utf-8").replace("바꾸었다.", "바꾸었다{on}`F-AI-01`.")
    chapter.write_text(text, "utf-8")
    assert main(["explain", str(study), "report/01.md:5"]) == 0
    said = capsys.readouterr().out
    assert "report/01.md:5  1번째 문장 [주장]" in said
    assert "claim:F-AI-01" in said
    assert "(claims.yaml:" in said
    assert "(registers/policies.csv:2)" in said
    assert "figures:ai-papers.NUR.2017" in said.split("2번째 문장")[1]
    assert main(["explain", str(study), "--without", "S3"]) == 0
    assert "report/01.md:5  “한빛주의" in capsys.readouterr().out
    assert main(["explain", str(study), "report/01.md:4"]) == 1


def test_chapters_whose_every_sentence_is_footed_are_checked(study, capsys) -> None:
    settings = study / "study.yaml"
    text = settings.read_text("utf-8")
    footed = 'report: {footed: ["01", "09"]}\n'
    settings.write_text(text.replace("chapters:", f"{footed}chapters:", 1), "utf-8")
    assert main(["check", str(study), "--format", "json"]) == 1
    problems = json.loads(capsys.readouterr().out)
    line = text[: text.index("chapters:")].count("\n") + 1
    assert [(p["code"], p["file"], p["line"], p["column"]) for p in problems] == [
        ("report.unfooted", "report/01.md", 5, ""),
        ("study.footed", "study.yaml", line, "report.footed.1"),
    ]


def test_deleting_a_source_fails_the_build_and_lists_what_falls(study, capsys) -> None:
    sources = study / "sources.csv"
    lines = sources.read_text("utf-8").splitlines(keepends=True)
    sources.write_text("".join(x for x in lines if not x.startswith("S3,")), "utf-8")
    assert main(["build", str(study)]) == 1
    said = capsys.readouterr().err
    assert "source.unknown" in said
    assert "F-AI-01" in said
