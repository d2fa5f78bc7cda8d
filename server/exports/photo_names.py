"""Names of masked photographs in a package: 日期_单位_规则码_序号.jpg. No device, no minute, no person."""

from collections import Counter
from collections.abc import Sequence

from server.exports.dossier import Item

_UNSAFE = set('/\\:*?"<>|_')


def photograph_names(items: Sequence[Item]) -> dict[str, str]:
    """Redaction id → file name; numbered within the same day, unit and code."""
    counted: Counter[str] = Counter()
    names = {}
    for item in items:
        unit = (
            "".join(c for c in item.unit if c.isprintable() and c not in _UNSAFE and not c.isspace())
            or "单位"
        )
        stem = f"{item.day:%Y-%m-%d}_{unit[:30]}_{item.code}"
        for shot in item.shots:
            counted[stem] += 1
            names[shot.redaction] = f"{stem}_{counted[stem]}.jpg"
    return names
