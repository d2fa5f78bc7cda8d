"""The codebook (问题规则码表): what may be recorded, by whom, with which evidence and under which fairness
rule. The inspector records facts, never the legal label: `on_phone` says which codes a phone may carry."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from server.domain.sourced import Provenance, read_sourced
from server.errors import Refusal

OnPhone = Literal["fact", "derived", "personnel", "office", "lead"]


@dataclass(frozen=True)
class Violation:
    """One code. `minutes` is the span that must be shown, `looks` how many looks, `witnesses` how many
    people."""

    code: str
    zh: str
    en: str
    category_zh: str
    category_en: str
    severity: int
    on_phone: OnPhone
    looks: int
    minutes: int
    witnesses: int
    written_confirmation_suffices: bool
    evidence_zh: str
    evidence_en: str
    fairness_zh: str
    fairness_en: str
    source: str


@dataclass(frozen=True)
class Codebook:
    """All codes by their name, in the order of the catalogue."""

    provenance: Provenance
    codes: Mapping[str, Violation]

    @property
    def version(self) -> str:
        return self.provenance.version

    def __getitem__(self, code: str) -> Violation:
        """The violation, or Refusal("violation_unknown")."""
        found = self.codes.get(code)
        if found is None:
            raise Refusal("violation_unknown", violation=code)
        return found

    def on_phone(self) -> tuple[Violation, ...]:
        """The facts that a phone may carry."""
        return tuple(v for v in self.codes.values() if v.on_phone == "fact")


def load_codebook(folder: Path) -> Codebook:
    """Read `codebook.tsv` and its provenance. Raises ValueError on a row that breaks the catalogue's own
    rules."""
    provenance, body = read_sourced(folder / "codebook.json")
    categories = cast("Mapping[str, str]", body["categories"])
    with (folder / "codebook.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        violations = [_violation(row, categories) for row in rows]
    codes = {v.code: v for v in violations}
    if len(codes) != len(violations):
        raise ValueError("codebook.tsv: a code is listed twice")
    return Codebook(provenance, codes)


def _violation(row: Mapping[str, str], categories: Mapping[str, str]) -> Violation:
    on_phone = row["on_phone"]
    if on_phone not in get_args(OnPhone) or row["category"] not in categories:
        raise ValueError(f"codebook.tsv: {row['code']} has an unknown on_phone or category")
    return Violation(
        code=row["code"],
        zh=row["zh"],
        en=row["en"],
        category_zh=row["category"],
        category_en=categories[row["category"]],
        severity=int(row["severity"]),
        on_phone=cast("OnPhone", on_phone),
        looks=int(row["looks"]),
        minutes=int(row["minutes"]),
        witnesses=int(row["witnesses"]),
        written_confirmation_suffices=row["written_confirmation_suffices"] == "yes",
        evidence_zh=row["evidence"],
        evidence_en=row["evidence_en"],
        fairness_zh=row["fairness_rule"],
        fairness_en=row["fairness_rule_en"],
        source=row["source"],
    )
