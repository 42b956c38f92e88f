"""Every actor, found by its folder: importing its module registers it."""

import pkgutil
from importlib import import_module

import actors

# No jobs are declared there, and the PDF engines are loaded where they are needed.
LEFT_OUT = {"pdf"}


def load() -> None:
    """Import the modules of every noun's folder below `actors/`."""
    for folder in pkgutil.iter_modules(actors.__path__):
        if folder.ispkg and folder.name not in LEFT_OUT:
            package = import_module(f"actors.{folder.name}")
            for module in pkgutil.iter_modules(package.__path__):
                import_module(f"{package.__name__}.{module.name}")
