"""What a command has to know: from its options, from the environment, else asked on a terminal."""

import argparse
import getpass
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from core.refusals import Invalid
from deploy.console import stop

PREFIX = "COUNTERSIGN_"


def add_option(parser: argparse.ArgumentParser, name: str, help: str, default: str = "") -> None:
    """An option that the environment can give, too: --owner-email or COUNTERSIGN_OWNER_EMAIL."""
    variable = PREFIX + name.upper().replace("-", "_")
    given = os.environ.get(variable, default)
    parser.add_argument(f"--{name}", default=given, metavar="…", help=f"{help} (or {variable})")


def text(given: str, question: str) -> str:
    """Stops where no one can be asked."""
    if given:
        return given
    if not sys.stdin.isatty():
        stop(f"{question}: not given, and nobody is here to be asked. See --help for its option.")
    return input(f"{question}: ").strip()


def password(file: str, whose: str) -> str:
    """From a file or typed twice; never from the command line, which others can read."""
    if file:
        try:
            return Path(file).read_text().rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as problem:
            stop(f"The password of {whose} cannot be read from {file}: {problem}")
    if not sys.stdin.isatty():
        stop(f"The password of {whose}: name a file that holds it. See --help for its option.")
    while True:
        first = getpass.getpass(f"Password of {whose}: ")
        if first == getpass.getpass("Repeat it: "):
            return first
        print("The passwords do not match. Please try again.")


def stop_with_errors(invalid: Invalid, names: Mapping[str, str] | None = None) -> None:
    """Each error on a line, beside what it is about; then the end."""
    called = names or {}
    stop(*(f"{called.get(name, name)}: {text}" for name, text in invalid.errors.items()))
