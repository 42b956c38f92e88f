"""
`./countersign fuzz`: broken PDFs and random fields, from upload to seal, as the worker does it.

Prints one JSON: how often each verdict was given, the slowest, the memory. The exit code is 1 when
anything ended otherwise than as ready, as stamped, or refused in words. The same seed breaks the
same documents in the same way. No database is needed and nothing of an installation is touched.
"""

import argparse
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from actors.pdf.sandbox import sandbox
from actors.worker import PRELOADED
from core.documents.document import Document, DocumentStatus, Page
from core.fields.field import Field
from deploy.fuzz import api_fuzz, mutations, random_fields, seed_documents, worker_steps
from deploy.fuzz.verdicts import Verdicts, memory_watched

KEPT_READY, LARGEST_READY = 200, 1_000_000
MOST_FIELDS = 12


def main(arguments: list[str]) -> int:
    wanted = _parse(arguments)
    if wanted.api:
        found = api_fuzz.run(wanted.minutes, wanted.seed, wanted.keep)
        print(json.dumps(found, indent=2))
        return int(found["wrong"])
    results = run(wanted.documents, wanted.field_sets, wanted.seed, wanted.at_once, wanted.keep)
    print(json.dumps(results, indent=2))
    return int(any(found["wrong"] for found in (results["documents"], results["field_sets"])))


def run(
    documents: int, field_sets: int, seed: int = 1, at_once: int = 2, keep: str = ""
) -> dict[str, Any]:
    """`keep`: the folder into which documents with a wrong verdict are written."""
    results: dict[str, Any] = {"seed": seed}
    sandbox.start(PRELOADED)
    try:
        with memory_watched(results):
            broken = Verdicts()
            ready: dict[int, tuple[bytes, tuple[Page, ...]]] = {}
            seeds = seed_documents.all_of_them()
            with ThreadPoolExecutor(at_once) as pool:
                for number in range(documents):
                    pool.submit(_break, number, seed, seeds, broken, ready, keep)
            results["documents"] = broken.told()
            print("· documents done", file=sys.stderr)
            whole = dict(sorted(ready.items())[:KEPT_READY])
            results["field_sets"] = _field_sets(field_sets, seed, whole, at_once).told()
    finally:
        sandbox.stop()
    return results


def _break(
    number: int,
    seed: int,
    seeds: list[bytes],
    verdicts: Verdicts,
    ready: dict[int, tuple[bytes, tuple[Page, ...]]],
    keep: str,
) -> None:
    name = f"document {number}"
    pdf = broken_document(number, seed, seeds)

    def take_in() -> str:
        accepted = worker_steps.taken_in(pdf)
        if accepted.earlier is not None:
            return "ready, signed already"
        if len(accepted.canonical) <= LARGEST_READY:
            ready[number] = accepted.canonical, accepted.pages
        return "ready"

    verdicts.attempt(name, take_in)
    if keep and name in verdicts.wrong:
        Path(keep).mkdir(parents=True, exist_ok=True)
        (Path(keep) / f"{seed}-{number}.pdf").write_bytes(pdf)


def broken_document(number: int, seed: int, seeds: list[bytes]) -> bytes:
    """Number 0 is the first seed as it is; each further one is broken in its own way."""
    chance = Random(f"{seed} {number}")  # noqa: S311 - the same at every run
    whole = seeds[number % len(seeds)]
    return mutations.mutated(whole, chance) if number else whole


def _field_sets(
    count: int, seed: int, ready: dict[int, tuple[bytes, tuple[Page, ...]]], at_once: int
) -> Verdicts:
    verdicts, sealer, found = Verdicts(), worker_steps.Sealer(), list(ready.values())
    with ThreadPoolExecutor(at_once) as pool:
        for number in range(count):
            canonical, pages = found[number % len(found)]
            chance = Random(f"{seed} fields {number}")  # noqa: S311 - as above
            pool.submit(_fill, number, canonical, pages, chance, sealer, verdicts)
    return verdicts


def _fill(
    number: int,
    canonical: bytes,
    pages: tuple[Page, ...],
    chance: Random,
    sealer: worker_steps.Sealer,
    verdicts: Verdicts,
) -> None:
    """Each field is placed and filled in or refused by itself; those that are left are sealed."""
    document = Document(UUID(int=9), "Fuzz", 1, "", DocumentStatus.READY, pages=pages)
    fields: list[Field] = []

    def place() -> str:
        given = worker_steps.SIGNER.id, worker_steps.PICTURE
        fields.extend(random_fields.placed(document, *given, chance))
        return "field placed"

    for _ in range(chance.randint(1, MOST_FIELDS)):
        verdicts.attempt(f"field set {number}, placing", place)

    def seal() -> str:
        sealer.seal(canonical, document, tuple(fields))
        return "set sealed"

    verdicts.attempt(f"field set {number}, sealing", seal)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="countersign fuzz", description=__doc__)
    parser.add_argument("--documents", type=int, default=2_000, help="broken PDFs to take in")
    parser.add_argument("--field-sets", type=int, default=500, help="sets of fields to seal")
    parser.add_argument("--seed", type=int, default=1, help="another number breaks them otherwise")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", default="", help="a folder for what ended wrongly")
    parser.add_argument("--api", action="store_true", help="requests at an installation instead")
    parser.add_argument("--minutes", type=float, default=10, help="for how long, with --api")
    return parser.parse_args(arguments)
