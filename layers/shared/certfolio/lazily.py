"""Packages whose index imports all they have to offer, made to import what is asked for."""

import ast
import sys
from importlib import import_module
from importlib.abc import SourceLoader
from importlib.util import find_spec, module_from_spec, resolve_name
from typing import Any


def index_lazily(package_name: str) -> None:
    """Enter a package without running its index (``__init__``), which only collects names.

    Each name is then imported from where the index has it when it is asked for. Nothing is done
    where the package is imported already.
    """
    spec = None if package_name in sys.modules else find_spec(package_name)
    if spec is None or not isinstance(spec.loader, SourceLoader):
        return
    source = spec.loader.get_source(package_name) or ""
    origins = {
        alias.asname or alias.name: resolve_name(f"{'.' * line.level}{line.module}", package_name)
        for line in ast.parse(source).body
        if isinstance(line, ast.ImportFrom)
        for alias in line.names
    }

    def found(name: str) -> Any:  # noqa: ANN401 - anything a module has
        origin = origins.get(name)
        if origin is None:
            raise AttributeError(f"module {package_name!r} has no attribute {name!r}")
        return getattr(import_module(origin), name)

    package: Any = module_from_spec(spec)
    package.__getattr__ = found
    sys.modules[package_name] = package
    parent, _, own = package_name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], own, package)
