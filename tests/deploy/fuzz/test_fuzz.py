"""The fuzzing of `./countersign fuzz`, in short: nothing ends otherwise than ready or in words."""

from random import Random

import pytest

from core.documents.refusals import DamagedPdf
from deploy.fuzz import command, mutations, seed_documents
from deploy.fuzz.verdicts import Verdicts


def test_broken_documents_and_random_fields_are_sealed_or_refused_in_words():
    results = command.run(documents=24, field_sets=12, seed=7)

    assert results["documents"]["wrong"] == {}
    assert results["field_sets"]["wrong"] == {}
    assert results["documents"]["verdicts"]["ready"] > 0
    assert results["field_sets"]["verdicts"]["set sealed"] == 12
    assert results["memory"]["peak_mb"] < 2_500


def test_the_same_seed_breaks_a_document_in_the_same_way():
    seeds = seed_documents.all_of_them()

    broken = [command.broken_document(number, 3, seeds) for number in range(40)]

    assert broken == [command.broken_document(number, 3, seeds) for number in range(40)]
    assert broken[0] == seeds[0]
    assert len(set(broken)) == 40
    assert command.broken_document(5, 4, seeds) != broken[5]


@pytest.mark.parametrize("mutation", dict.fromkeys(mutations.ALL), ids=lambda each: each.__name__)
def test_each_way_of_breaking_changes_the_file(mutation):
    whole = seed_documents.all_of_them()[2]

    changed = [mutation(whole, Random(number)) for number in range(10)]

    assert any(broken != whole for broken in changed)


def test_an_ending_without_words_is_told_as_wrong():
    def fail() -> str:
        raise RuntimeError("a bug")

    def refuse() -> str:
        raise DamagedPdf

    verdicts = Verdicts()
    verdicts.attempt("one", fail)
    verdicts.attempt("two", refuse)

    told = verdicts.told()
    assert told["verdicts"] == {"wrong": 1, "damaged_pdf": 1}
    assert told["wrong"] == {"one": "RuntimeError: a bug"}
