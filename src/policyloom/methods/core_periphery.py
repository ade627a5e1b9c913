"""Cores of an undirected network: nested k-cores, and the split into one core and a periphery.

The split is the discrete model of Borgatti and Everett (2000, "Models of core/periphery
structures"): in the ideal, all of the core are tied, none of the periphery are, and ties between
the two say nothing. Weights play no part.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rustworkx import PyGraph, core_number

from policyloom.methods.centrality import Weighted


@dataclass(frozen=True)
class CorePeriphery:
    """A core and how well the network fits it.

    `mismatches` counts missing ties in the core and ties in the periphery; no other split of the
    network has fewer. `tied` are nodes of equal degree of which only some are in the core: which
    of them are is by name. `fit` is the correlation of ties with the ideal over pairs within the
    core and within the periphery, None where it is not defined. Densities are of the three blocks.
    """

    core: tuple[str, ...]
    periphery: tuple[str, ...]
    mismatches: int
    tied: tuple[str, ...]
    fit: float | None
    core_density: float | None
    between_density: float | None
    periphery_density: float | None


def core_numbers(network: Weighted) -> dict[str, int]:
    """Return for each node the largest k of a k-core that holds it (Seidman 1983).

    A k-core is a largest set of nodes that each have k ties within it.
    """
    place = {node: i for i, node in enumerate(network.nodes)}
    graph: PyGraph[str, None] = PyGraph(multigraph=False)
    graph.add_nodes_from(list(network.nodes))
    graph.add_edges_from([(place[a], place[b], None) for a, b in network.weights])
    found: Any = core_number(graph)
    return {node: int(found[i]) for i, node in enumerate(network.nodes)}


def core_periphery(network: Weighted) -> CorePeriphery | None:
    """Split a network into core and periphery with the fewest mismatches; None without a tie.

    For a core of k nodes the mismatches are k(k-1)/2 + m minus the degrees of the core, so the
    nodes of highest degree are an exact optimum (Lip 2011, "A fast algorithm for the discrete
    core/periphery bipartitioning problem"): a node joins while its degree exceeds the core's size.
    Of two best sizes the one is taken that keeps nodes of equal degree together, else the larger
    if it does as well.
    """
    if not network.weights:
        return None
    degree = Counter(node for pair in network.weights for node in pair)
    ranked = sorted(network.nodes, key=lambda node: (-degree[node], node))
    size = _size([degree[node] for node in ranked])
    core, periphery = ranked[:size], ranked[size:]
    last = degree[core[-1]]
    split = _splits([degree[node] for node in ranked], size)
    tied = [node for node in ranked if degree[node] == last] if split else []
    inside, outside = set(core), set(periphery)
    blocks = Counter((a in inside) + (b in inside) for a, b in network.weights)
    n_core, n_periphery = math.comb(size, 2), math.comb(len(outside), 2)
    return CorePeriphery(
        core=tuple(sorted(core)),
        periphery=tuple(sorted(periphery)),
        mismatches=n_core - blocks[2] + blocks[0],
        tied=tuple(sorted(tied)),
        fit=_phi(blocks[2], n_core, blocks[0], n_periphery),
        core_density=_share(blocks[2], n_core),
        between_density=_share(blocks[1], size * len(outside)),
        periphery_density=_share(blocks[0], n_periphery),
    )


def _size(degrees: Sequence[int]) -> int:
    size = 0
    while size < len(degrees) and degrees[size] > size:
        size += 1
    larger = size < len(degrees) and degrees[size] == size
    return size + 1 if larger and not _splits(degrees, size + 1) else size


def _splits(degrees: Sequence[int], size: int) -> bool:
    """Tell whether a core of that size leaves out nodes of the degree of one that it holds."""
    return size < len(degrees) and degrees[size] == degrees[size - 1]


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _phi(in_core: int, n_core: int, in_periphery: int, n_periphery: int) -> float | None:
    """Return Pearson's correlation of two yes-or-no variables over n_core + n_periphery pairs."""
    n, ties = n_core + n_periphery, in_core + in_periphery
    spread = n_core * n_periphery * ties * (n - ties)
    return (n * in_core - n_core * ties) / math.sqrt(spread) if spread else None


def shells(numbers: dict[str, int]) -> list[tuple[int, tuple[str, ...]]]:
    """Return the nodes of each core number, the innermost first."""
    ranked = sorted(numbers, key=lambda node: (-numbers[node], node))
    cuts = [0, *(i for i, (a, b) in enumerate(pairwise(ranked), 1) if numbers[a] != numbers[b])]
    ends = [*cuts[1:], len(ranked)]
    return [
        (numbers[ranked[a]], tuple(ranked[a:b])) for a, b in zip(cuts, ends, strict=True) if ranked
    ]
