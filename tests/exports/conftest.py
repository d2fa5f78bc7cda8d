"""The open fonts are built once for the machine, from the npm packages, as `make install` does."""

from pathlib import Path

import pytest

from server.exports.font_build import build_fonts
from server.exports.fonts import Faces, load_faces

ROOT = Path(__file__).resolve().parents[2]
CONFIG, CLIENT = ROOT / "config", ROOT / "client_pwa"


@pytest.fixture(scope="session")
def faces(tmp_path_factory: pytest.TempPathFactory) -> Faces:
    build_fonts(CONFIG, CLIENT / "node_modules", CLIENT / "fonts")
    return load_faces(CONFIG, CLIENT / "fonts", tmp_path_factory.mktemp("own"))
