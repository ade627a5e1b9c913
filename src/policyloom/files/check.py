"""Checking: what a loaded study says that cannot be, each rule a row of one table.

A rule is a function from a Study to problems. Rules stay silent about tables whose file could not
be read: that is reported once, by loading.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from policyloom.core.problem import Problem
from policyloom.files import (
    rules_cases,
    rules_codings,
    rules_demand,
    rules_magnitudes,
    rules_options,
    rules_plan,
    rules_prose,
    rules_references,
    rules_registers,
    rules_requests,
    rules_reviews,
    rules_scoreboard,
    rules_seals,
    rules_settings,
    rules_strategy,
    rules_texts,
)
from policyloom.model.study import Study


@dataclass(frozen=True)
class Rule:
    """One rule: the codes of the problems that it may raise, and the function that looks."""

    codes: tuple[str, ...]
    look: Callable[[Study], Iterable[Problem]]


RULES: tuple[Rule, ...] = (
    Rule(("id.duplicate",), rules_references.duplicate_ids),
    Rule(
        ("source.unknown", "region.unknown", "economy.unknown", "reference.dangling"),
        rules_references.dangling,
    ),
    Rule(("table.missing",), rules_references.missing_tables),
    Rule(("sector.unknown", "code.unknown"), rules_references.unknown_codes),
    Rule(("reference.dangling", "reference.column"), rules_references.cell_sources),
    Rule(("source.unused",), rules_references.unused_sources),
    Rule(("source.duplicate",), rules_references.repeated_addresses),
    Rule(("path.outside",), rules_references.held_files),
    Rule(("row.duplicate",), rules_registers.repeated_rows),
    Rule(("value.scale", "score.range"), rules_registers.out_of_scale),
    Rule(("score.twice",), rules_cases.scored_twice),
    Rule(
        ("calibration.order", "calibration.threshold", "calibration.odds"),
        rules_cases.calibration_anchors,
    ),
    Rule(("calibration.twice",), rules_cases.calibrated_once),
    Rule(("event.lone_claim",), rules_cases.lone_claims),
    Rule(("date.outside",), rules_registers.implausible_dates),
    Rule(("date.order",), rules_registers.published_before_issued),
    Rule(("unit.mixed",), rules_registers.mixed_units),
    Rule(
        ("value.magnitude_report", "value.magnitude_jump", "value.magnitude_whole"),
        rules_magnitudes.magnitudes,
    ),
    Rule(("figure.id",), rules_registers.figure_ids),
    Rule(
        (
            "request.lacking", "request.years", "request.code", "request.one_code",
            "request.one_product", "request.codes", "request.secret",
        ),
        rules_requests.request_forms,
    ),
    Rule(("title.unmarked", "title.description"), rules_registers.marked_titles),
    Rule(("draft.issued",), rules_registers.drafts_as_issued),
    Rule(("policy.implements_itself",), rules_registers.implementing_itself),
    Rule(("policy.number",), rules_registers.document_numbers),
    Rule(("glossary.duplicate",), rules_registers.repeated_terms),
    Rule(("study.period",), rules_settings.period_order),
    Rule(("word.duplicate",), rules_settings.repeated_words),
    Rule(("economy.unknown", "region.unknown", "source.unknown"), rules_settings.named_rows),
    Rule(("draft.counted",), rules_settings.drafts_in_options),
    Rule(("study.footed",), rules_settings.footed_chapters),
    Rule(("option.form",), rules_options.option_forms),
    Rule(("reference.dangling", "region.unknown"), rules_options.option_rows),
    Rule(("option.form",), rules_scoreboard.option_forms),
    Rule(("reference.dangling",), rules_scoreboard.option_rows),
    Rule(("coding.twice",), rules_codings.coded_twice),
    Rule(("word.duplicate",), rules_codings.repeated_cells),
    Rule(("option.form",), rules_codings.option_forms),
    Rule(("reference.dangling",), rules_codings.option_rows),
    Rule(("map.region",), rules_settings.regions_off_the_map),
    Rule(("sector.unknown", "region.unknown", "reference.dangling"), rules_prose.claim_scope),
    Rule(
        (
            "claims.condition", "claims.row", "claims.quote_alone", "claims.itself",
            "source.unknown", "reference.dangling", "reference.column",
        ),
        rules_prose.claim_support,
    ),
    Rule(("option.form", "reference.dangling"), rules_demand.demand_options),
    Rule(("claim.cell",), rules_demand.claim_cells),
    Rule(("claim.cells_wanted",), rules_demand.scattered_claims),
    Rule(("demand.crossed",), rules_demand.crossed_demands),
    Rule(("strategy.no_internal", "strategy.no_external"), rules_strategy.grounded_strategies),
    Rule(("strategy.both_sides", "strategy.not_an_item"), rules_strategy.one_sided_items),
    Rule(("promise.where", "promise.no_where", "promise.no_why"), rules_plan.kept_promises),
    Rule(("distinct.missing",), rules_plan.claimed_differences),
    Rule(
        ("review.no_response", "review.no_change", "review.no_comment"),
        rules_reviews.open_comments,
    ),
    Rule(("review.change",), rules_reviews.named_changes),
    Rule(("title.quoted",), rules_prose.quoted_descriptions),
    Rule(("glossary.avoid",), rules_prose.avoided_spellings),
    Rule(
        (
            "text.title", "text.number", "text.issuers", "text.date", "text.published_before",
            "text.published_late",
        ),
        rules_texts.differing_fields,
    ),
    Rule(("text.cites_later", "text.old_plan"), rules_texts.doubtful_dates),
    Rule(
        ("text.cut", "text.cut_at_limit", "text.no_such_date", "text.unread", "text.unsearched"),
        rules_texts.broken_texts,
    ),
    Rule(("text.same", "text.same_number"), rules_texts.same_documents),
    Rule(
        (
            "seal.header", "seal.broken", "seal.changed", "seal.dropped", "seal.added",
            "seal.gone", "seal.marks",
        ),
        rules_seals.broken_seals,
    ),
)  # fmt: skip
"""Every rule, in the order in which problems of one place are listed."""


def check_study(study: Study) -> list[Problem]:
    """Return every problem of a loaded study, sorted by place."""
    found: dict[Problem, None] = {}
    for rule in RULES:
        found.update(dict.fromkeys(rule.look(study)))
    return sorted(found)
