"""Write the reference pages that are derived from data: format, problems, analyses.

`python docs/pages.py` writes them; a test fails when they are stale and names this command.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from policyloom.analysis.catalogue import CATALOGUE
from policyloom.core.atomic import write_file
from policyloom.core.problem import catalogue
from policyloom.model.tables import Column, dictionary

HERE = Path(__file__).parent

TEXTS = {
    "ko": {
        "format": "# 연구 폴더의 표\n\n"
        "데이터 사전(`src/policyloom/model/dictionary.toml`)에서 만든 쪽이다. "
        "빈 칸은 ‘보지 못함’이며 영이 아니다. 여러 낱말은 쌍반점(;)으로 나눈다.\n",
        "columns": "| 열 | 뜻 | 꼴 | 필수 | 허용 값 |",
        "problems": "# 문제 코드\n\n`policyloom check`와 `build`가 알리는 모든 문제와 고치는 법.\n",
        "problem_columns": "| 코드 | 수준 | 내용 | 고치는 법 |",
        "analyses": "# 분석\n\n분석마다 답하는 질문과 읽는 표. "
        "`policyloom analyses`도 같은 목록을 보인다.\n",
        "analysis_columns": "| 분석 | 질문 | 읽는 표 |",
    },
    "en": {
        "format": "# The tables of a study folder\n\nMade from the data dictionary "
        "(`src/policyloom/model/dictionary.toml`). An empty cell means “not seen”, never zero. "
        "Several words in a cell are separated by semicolons.\n",
        "columns": "| column | meaning | type | required | allowed |",
        "problems": "# Problem codes\n\nEvery problem that `policyloom check` and `build` report, "
        "with its cure.\n",
        "problem_columns": "| code | level | message | cure |",
        "analyses": "# Analyses\n\nThe question each analysis answers and the tables it reads; "
        "`policyloom analyses` shows the same list.\n",
        "analysis_columns": "| analysis | question | tables read |",
    },
}


def pages() -> dict[str, str]:
    """Return the text of every derived page by its file name."""
    made = {}
    for language in ("ko", "en"):
        ending = ".ko.md" if language == "ko" else ".md"
        made[f"format{ending}"] = "\n".join(_format(language)) + "\n"
        made[f"problems{ending}"] = "\n".join(_problems(language)) + "\n"
        made[f"analyses{ending}"] = "\n".join(_analyses(language)) + "\n"
    return made


def _format(language: str) -> Iterator[str]:
    yield TEXTS[language]["format"]
    for spec in dictionary().values():
        about = spec.about_ko if language == "ko" else spec.about_en
        yield f"## {spec.label(language)} `{spec.file}`\n\n{about}\n"
        yield TEXTS[language]["columns"]
        yield "|---|---|---|---|---|"
        for column in spec.columns:
            need = "●" if column.need else ("○" if column.optional else "")
            cells = (
                f"`{column.name}`",
                column.label(language),
                column.type,
                need,
                _allowed(column),
            )
            yield "| " + " | ".join(cells) + " |"
        yield ""


def _allowed(column: Column) -> str:
    if column.words:
        return ", ".join(f"`{w}`" for w in column.words)
    if column.vocabulary:
        return f"→ {column.vocabulary}"
    if column.to:
        return f"→ `{column.to}`"
    return f"{column.scale[0]:g} – {column.scale[1]:g}" if column.scale else ""


def _problems(language: str) -> Iterator[str]:
    yield TEXTS[language]["problems"]
    yield TEXTS[language]["problem_columns"]
    yield "|---|---|---|---|"
    for code, sentence in sorted(catalogue().items()):
        message, cure = (
            text[language].replace("|", "\\|").replace("\n", " ")
            for text in (sentence.message, sentence.cure)
        )
        yield f"| `{code}` | {sentence.level} | {message} | {cure} |"


def _analyses(language: str) -> Iterator[str]:
    yield TEXTS[language]["analyses"]
    yield TEXTS[language]["analysis_columns"]
    yield "|---|---|---|"
    for entry in CATALOGUE:
        tables = ", ".join(f"`{t}`" for t in entry.tables)
        yield f"| `{entry.name}` | {entry.question[language]} | {tables} |"


if __name__ == "__main__":
    for name, text in pages().items():
        write_file(HERE / name, text.encode("utf-8"))
