"""Choosing sets by mixed-integer programming: covers and partitions at the least price (HiGHS).

    minimise    sum_j price_j x_j,   x_j in {0, 1}
    subject to  sum_{j holds e} x_j >= 1    for every element e (a cover), or = 1 (a partition)

Set covering and set partitioning are problems of one form (Balas and Padberg 1976, SIAM Review
18:4); only the upper side of the rows differs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Option = bool | float | int | str


def cheapest_sets(
    sets: Sequence[Sequence[int]],
    prices: Sequence[float],
    elements: int,
    *,
    exactly: bool = False,
    options: Mapping[str, Option] | None = None,
) -> list[int]:
    """Return the places of the sets that together hold each of 0 … elements-1, at the least price.

    Each set is the elements that it holds, each once. With `exactly` an element is held by one set
    and no more. `options` are the solver's own. ValueError where no choice does.
    """
    import highspy  # noqa: PLC0415 - heavy, and needed only for large programs
    import numpy as np  # noqa: PLC0415

    model = highspy.HighsModel()
    program = model.lp_
    program.num_col_, program.num_row_ = len(sets), elements
    program.col_cost_ = np.asarray(prices, dtype=float)
    program.col_lower_, program.col_upper_ = np.zeros(len(sets)), np.ones(len(sets))
    program.row_lower_ = np.ones(elements)
    program.row_upper_ = np.full(elements, 1.0 if exactly else highspy.kHighsInf)
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(sets)
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.cumsum([0, *map(len, sets)])
    program.a_matrix_.index_ = np.array([e for held in sets for e in held])
    program.a_matrix_.value_ = np.ones(sum(map(len, sets)))
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    for option, value in {"output_flag": False, **(options or {})}.items():
        solver.setOptionValue(option, value)
    solver.passModel(model)
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        raise ValueError("no choice of the sets holds every element as asked")
    return [i for i, x in enumerate(solver.getSolution().col_value) if x > 0.5]
