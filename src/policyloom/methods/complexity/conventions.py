"""The choices that literature and programs make differently, by name and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from policyloom.model.result import Text

Scaling = Literal["growth_lab", "own"]
Outlook = Literal["growth_lab", "atlas", "by_target"]

SCALINGS = {
    "growth_lab": Text(
        "PCI는 ECI의 평균과 표준편차로 표준화 (하버드 Growth Lab): ECI = 그 나라 제품 PCI의 평균",
        "PCI by ECI's mean and sd (Growth Lab), so that ECI is the mean PCI of its products",
    ),
    "own": Text(
        "PCI는 자기 평균과 표준편차로 표준화",
        "PCI standardised by its own mean and sd",
    ),
}
OUTLOOKS = {
    "growth_lab": Text(
        "COI·COG는 Growth Lab 프로그램 방식: 평균을 빼지 않은 PCI, COI는 표준화, "
        "COG는 아직 없는 제품에만",
        "COI and COG as the Growth Lab's program: PCI not centred, COI standardised, COG for "
        "products not yet made",
    ),
    "atlas": Text(
        "COI·COG는 Atlas(2014)의 식: 표준화한 PCI, COG에서 밀도×PCI를 뺀다",
        "COI and COG as printed in the Atlas (2014): standardised PCI, COG less density times PCI",
    ),
    "by_target": Text(
        "COG의 이웃을 대상 제품의 근접도 합으로 나눈다; COI는 표준화하지 않는다",
        "COG divides neighbours by the target product's total proximity; COI is not standardised",
    ),
}
REASONS = {
    "": Text("", ""),
    "no_exports": Text(
        "이 나라의 수출이 없다(보고하지 않았을 수 있다)",
        "the country has no exports (it may not have reported)",
    ),
    "not_exported": Text("어느 나라도 수출하지 않은 품목이다", "no country exports the product"),
    "no_advantage": Text(
        "기준을 넘는 현시비교우위 품목이 없다", "no product of the country reaches the threshold"
    ),
    "no_exporter": Text(
        "현시비교우위가 기준을 넘는 나라가 없다", "no country reaches the threshold in the product"
    ),
    "one_country": Text(
        "나라가 하나뿐이라 비교할 수 없다", "there is only one country, so nothing to compare"
    ),
    "disconnected": Text(
        "가장 큰 나라 집단과 함께 수출하는 품목이 없다",
        "it shares no product with the largest group of connected countries",
    ),
    "tied": Text(
        "둘째와 셋째 고윳값이 같아 고유벡터가 하나로 정해지지 않는다",
        "the second and third eigenvalues are equal, so the eigenvector is not determined",
    ),
    "no_spread": Text(
        "나라 사이에 차이가 없어 COI를 표준화할 수 없다",
        "COI does not differ between countries, so it cannot be standardised",
    ),
    "no_sign": Text(
        "다양성과 상관이 없어 부호를 정할 수 없다",
        "it does not correlate with diversity, so its sign is not determined",
    ),
}
"""Why a country's ECI or a product's PCI is undefined, by code."""


@dataclass(frozen=True)
class Conventions:
    """What was chosen. `lines` says it in words; every result carries and prints it."""

    threshold: float = 1.0
    include_self: bool = True
    pci_scaling: Scaling = "growth_lab"
    outlook: Outlook = "growth_lab"
    precision: Literal["double", "single"] = "double"

    def lines(self, language: str = "ko") -> Iterator[str]:
        """Yield a line a convention."""
        ko = language == "ko"
        yield f"M = 1: RCA ≥ {self.threshold:g}"
        if self.include_self:
            yield (
                "밀도에 제품 자신을 넣는다 (φ_pp = 1)"
                if ko
                else ("density with the product itself (phi_pp = 1)")
            )
        else:
            yield (
                "밀도에서 제품 자신을 뺀다 (φ_pp = 0)"
                if ko
                else ("density without the product itself (phi_pp = 0)")
            )
        yield SCALINGS[self.pci_scaling][language]
        yield OUTLOOKS[self.outlook][language]
        yield "ECI의 부호: 다양성과 양의 상관" if ko else "sign of ECI: as diversity"
        exact = self.precision == "double"
        if ko:
            yield "배정밀도로 계산" if exact else "단정밀도로 계산 (상대 오차 1e-6 안팎)"
        else:
            yield "double precision" if exact else "single precision (relative error about 1e-6)"


def check(threshold: float, scaling: str, outlook: str) -> None:
    """Raise ValueError for a convention that does not exist."""
    if not threshold > 0:
        raise ValueError(f"the RCA threshold must be above zero, not {threshold}")
    for name, given, known in (
        ("pci_scaling", scaling, SCALINGS),
        ("outlook", outlook, OUTLOOKS),
    ):
        if given not in known:
            raise ValueError(f"{name} must be one of {', '.join(known)}, not {given!r}")
