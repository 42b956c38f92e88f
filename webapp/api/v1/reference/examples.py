"""An example of each request, for the reference page and OpenAPI; tests run all of them."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "examples"


@cache
def all_examples() -> Mapping[str, dict[str, Any]]:
    """
    By operation: `path`, `query`, `headers` and `body`, each of which may be missing.

    A value such as "$ENVELOPE" stands for an id that the reader has.
    """
    found: dict[str, dict[str, Any]] = {}
    for file in sorted(FOLDER.glob("*.json")):
        for operation, example in json.loads(file.read_text()).items():
            if operation in found:
                raise ValueError(f"{operation} has two examples")
            found[operation] = example
    return found
