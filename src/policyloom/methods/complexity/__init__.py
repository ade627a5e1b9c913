"""Economic complexity: what countries can make, how hard it is, and what lies near.

    found = complexity(exports)              # countries x products
    found.eci, found.pci, found.density, found.coi, found.cog
    str(found)                               # the conventions, and what is undefined and why

The country side is a symmetric eigenproblem of a few hundred rows, and density comes from running
sums over products sorted by ubiquity, so no product-by-product matrix is ever made, unless
`proximity` is asked for.
"""

from policyloom.methods.complexity.conventions import REASONS, Conventions
from policyloom.methods.complexity.fitness import Fitness, fitness
from policyloom.methods.complexity.suite import Complexity, complexity, proximity

__all__ = [
    "REASONS",
    "Complexity",
    "Conventions",
    "Fitness",
    "complexity",
    "fitness",
    "proximity",
]
