"""`countersign env-example`: writes deploy/env.example from the table of settings."""

from pathlib import Path

from core.settings import example

PATH = Path(__file__).parents[1] / "env.example"


def main() -> None:
    PATH.write_text(example.text())
