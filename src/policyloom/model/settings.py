"""study.yaml and codebook.yaml: what a study is about, as frozen models.

The JSON Schemas that editors use are made from these classes.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

Id = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=80)


class Frozen(BaseModel):
    """Base of all settings: frozen, and unknown keys are an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Bilingual(Frozen):
    """A text in Korean and English."""

    ko: str = Field(min_length=1, description="한국어")
    en: str = Field(min_length=1, description="English")

    def __getitem__(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class Word(Bilingual):
    """A code with its name in both languages."""

    id: str = Id
    description: str = ""


class Sector(Word):
    """A sector; `focus` marks those that the study compares, the rest are context."""

    focus: bool = False


class Period(Frozen):
    """The years studied, both included."""

    start: int = Field(ge=1900, le=2100)
    end: int = Field(ge=1900, le=2100)


class MapFile(Frozen):
    """Geometry of the regions: a GeoJSON file and the property that equals regions.csv's `iso`."""

    file: str
    key: str = "iso"
    source: str = Field(default="", description="지도의 출처 번호 / source id of the geometry")


SparkSetting = Literal[
    "spark.default.parallelism",
    "spark.driver.cores",
    "spark.driver.maxResultSize",
    "spark.driver.memory",
    "spark.driver.memoryOverhead",
    "spark.dynamicAllocation.enabled",
    "spark.dynamicAllocation.maxExecutors",
    "spark.dynamicAllocation.minExecutors",
    "spark.executor.cores",
    "spark.executor.instances",
    "spark.executor.memory",
    "spark.executor.memoryOverhead",
    "spark.memory.fraction",
    "spark.memory.storageFraction",
    "spark.network.timeout",
    "spark.sql.adaptive.enabled",
    "spark.sql.autoBroadcastJoinThreshold",
    "spark.sql.codegen.wholeStage",
    "spark.sql.files.maxPartitionBytes",
    "spark.sql.shuffle.partitions",
    "spark.task.maxFailures",
]
"""Settings of size and speed. Others can name code to run, which a study folder must not do."""


def _word(value: object) -> object:
    """Take true, 4 and 0.6 for the words that they are written with."""
    return str(value).lower() if isinstance(value, bool | int | float) else value


SettingWord = Annotated[
    str,
    BeforeValidator(_word),
    Field(
        pattern=r"^[A-Za-z0-9.]+$",
        max_length=40,
        json_schema_extra={"type": ["string", "number", "boolean"]},
    ),
]
"""A value such as 4g, 300s, 200 or true."""


class EngineSettings(Frozen):
    """The engine that runs the tables' statements; `engine: spark` is short for its kind alone."""

    kind: Literal["duckdb", "spark"] = Field(
        default="duckdb", description="엔진: 기본은 duckdb, 한 대를 넘으면 spark / engine"
    )
    master: str = Field(
        default="",
        pattern=r"^(local(\[([1-9][0-9]*|\*)\])?|spark://[A-Za-z0-9.,:_-]+|yarn|k8s://[A-Za-z0-9.:/_-]+)?$",
        description="Spark 마스터 / Spark's master: local[2], spark://host:7077, yarn, k8s://…",
    )
    settings: dict[SparkSetting, SettingWord] = Field(
        default_factory=dict, description="크기와 속도 설정 / settings of size and speed"
    )

    @model_validator(mode="before")
    @classmethod
    def _from_word(cls, data: object) -> object:
        return {"kind": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Let the short form through: a word in place of the mapping."""
        made = handler.resolve_ref_schema(handler(core))
        inner = {key: made.pop(key) for key in ("additionalProperties", "properties", "type")}
        made["anyOf"] = [{"enum": ["duckdb", "spark"], "type": "string"}, inner]
        return made


class ReportStyle(Frozen):
    """How the printed report looks."""

    page: Literal["a4", "sinkook"] = "a4"
    body_size: float = Field(default=10.5, ge=8, le=13, description="본문 크기(pt)")
    draft: bool = Field(default=False, description="초안: 열린 문제를 여백에 찍는다")
    footed: tuple[str, ...] = Field(
        default=(),
        description="모든 문장이 근거를 대야 하는 장 / chapters whose every sentence is footed",
    )


class ChapterEntry(Frozen):
    """One file of the report and its part in it."""

    file: str
    kind: Literal["foreword", "summary", "chapter", "annex", "summary-en"] = "chapter"


class StudySettings(Frozen):
    """study.yaml: identity, questions, scope, chapters and options of the analyses."""

    format: Literal[1] = Field(description="서식 판 / version of the study format")
    id: str = Id
    title: Bilingual
    subtitle: Bilingual | None = None
    institute: Bilingual | None = None
    authors: tuple[str, ...] = ()
    date: str = ""
    period: Period
    questions: tuple[Bilingual, ...] = ()
    nation: str = Field(default="", description="전국을 뜻하는 지역 코드 / region id of the nation")
    economies: tuple[str, ...] = Field(default=(), description="견주는 두 나라 / the pair compared")
    benchmarks: tuple[str, ...] = ()
    sectors: tuple[Sector, ...] = ()
    factors: tuple[Word, ...] = ()
    map: MapFile | None = None
    engine: EngineSettings = EngineSettings()
    report: ReportStyle = ReportStyle()
    chapters: tuple[ChapterEntry, ...] = ()
    analyses: dict[str, dict[str, Any]] = Field(
        default_factory=dict, description="분석별 선택 / options by analysis"
    )

    @property
    def focus(self) -> tuple[Sector, ...]:
        """Return the sectors that the study compares."""
        return tuple(s for s in self.sectors if s.focus)

    def sector(self, code: str) -> Sector:
        """Return the sector of that code; KeyError where study.yaml has none."""
        return next(s for s in self.sectors if s.id == code)


class Condition(Word):
    """A condition or outcome that cases are scored on."""

    role: Literal["condition", "outcome"] = "condition"


class Instrument(Word):
    """A policy instrument and its side (Rothwell and Zegveld)."""

    side: Literal["supply", "environment", "demand"]


Element = Literal["actors", "networks", "institutions"]
"""What an innovation system is made of (Carlsson and Stankiewicz 1991)."""

SystemFunction = Literal[
    "entrepreneurship",
    "knowledge-development",
    "knowledge-diffusion",
    "guidance",
    "market-formation",
    "resources",
    "legitimacy",
]
"""What happens in an innovation system: its seven functions (Hekkert et al. 2007)."""


class Cause(Word):
    """A cause of success, failure or limit, with its place in innovation-system theory."""

    element: Element | None = Field(
        default=None, description="혁신체제의 요소 / element of the innovation system"
    )
    function: SystemFunction | None = Field(
        default=None, description="혁신체제의 기능 / function of the innovation system"
    )


class PmcVariable(Word):
    """A primary variable of the PMC index with its secondary ones, each coded 0 or 1."""

    cells: tuple[Word, ...] = Field(min_length=1, description="이차 변수 / secondary variables")


class Codebook(Frozen):
    """codebook.yaml: codes for conditions, risks, instruments, causes and PMC variables."""

    conditions: tuple[Condition, ...] = ()
    risk_kinds: tuple[Word, ...] = ()
    instruments: tuple[Instrument, ...] = ()
    causes: tuple[Cause, ...] = ()
    pmc_variables: tuple[PmcVariable, ...] = ()

    @property
    def pmc_cells(self) -> tuple[Word, ...]:
        """Return the secondary variables of all primary ones, in order."""
        return tuple(cell for variable in self.pmc_variables for cell in variable.cells)
