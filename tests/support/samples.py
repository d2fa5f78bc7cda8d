"""Real photographs and rosters, which are not part of the product: they lie under `MINGCHA_SAMPLES` (default
`../shared`). Missing, they skip the test, which CI=true turns into a failure; twins with generated input always run."""

import os
from pathlib import Path

import pytest

SAMPLES = Path(os.environ.get("MINGCHA_SAMPLES", "../shared"))


def sample(name: str) -> Path:
    """The path of one sample, such as `photos/corrupted.jpg`."""
    path = SAMPLES / name
    if not path.exists():
        pytest.skip(f"{path} is not here; set MINGCHA_SAMPLES")
    return path
