"""Importing this package registers every projection; the order of registration is the order in which they run."""

import importlib
import pkgutil

from server.projections.advance import advance
from server.projections.registry import REGISTRY, Project, Projection

__all__ = ["REGISTRY", "Project", "Projection", "advance"]

_MACHINERY = {"advance", "registry", "work", "rebuild", "row_hashes"}

for _module in sorted(module.name for module in pkgutil.iter_modules(__path__)):
    if _module not in _MACHINERY:
        importlib.import_module(f"{__name__}.{_module}")
