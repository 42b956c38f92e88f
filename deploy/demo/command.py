"""`countersign demo FILE.pdf --out DIR`: the whole job, by public pages and mailed links only."""

import argparse
import json
import sys
from pathlib import Path

from deploy.demo.journey import Journey
from deploy.demo.visitor import Unexpected
from deploy.embedded import instance
from tenants import environment


def main(arguments: list[str]) -> int:
    """Writes sealed.pdf, certificate.pdf and result.json. Exit code 0 when it completed."""
    wanted = _parse(arguments)
    try:
        data = Path(wanted.file).read_bytes()
    except OSError as problem:
        print(f"This cannot be read: {problem}", file=sys.stderr)
        return 2
    out = Path(wanted.out)
    out.mkdir(parents=True, exist_ok=True)
    with instance.running():
        settings = environment.load()
        journey = Journey(settings.base_url, settings.demo_password, say=print)
        try:
            journey.make(Path(wanted.file).name, data, wanted.password)
        except Unexpected as problem:
            print(problem, file=sys.stderr)
        result = journey.result()
    for name, file in journey.files.items():
        (out / name).write_bytes(file)
    (out / "result.json").write_text(json.dumps(result, indent=2) + "\n")
    return 0 if result["status"] == "completed" else 1


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign demo", description=__doc__)
    parser.add_argument("file", help="the PDF to have signed by two people")
    parser.add_argument("--out", required=True, help="the folder to write to")
    parser.add_argument("--password", default="", help="the password of the PDF, if it has one")
    return parser.parse_args(arguments)
