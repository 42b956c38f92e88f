"""The catalogs in git, and what becomes of them: a language is offered when it is complete."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from core.text.languages import OWN_NAMES
from deploy.translations import audience, catalogs, command, compiling, extraction, faults
from deploy.translations.catalogs import PORTAL, SIGNERS
from templates import language

BEGUN = [(tag, domain) for domain in (SIGNERS, PORTAL) for tag in catalogs.begun(domain)]
PROMISED = [
    *((tag, SIGNERS) for tag in OWN_NAMES if tag != language.DEFAULT),
    *((tag, PORTAL) for tag in ("de", "es", "fr")),
]
OFFERED = [
    *((tag, SIGNERS) for tag in language.for_signers() if tag != language.DEFAULT),
    *((tag, PORTAL) for tag in language.for_portal() if tag != language.DEFAULT),
]


@pytest.fixture(scope="module")
def sentences() -> dict[extraction.Words, set[str]]:
    return extraction.sentences()


def words_of(message: Message) -> extraction.Words:
    return message.id if isinstance(message.id, str) else tuple(message.id)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("tag", "domain"), BEGUN)
def test_what_is_translated_has_its_values_its_plurals_and_is_not_english(
    tag: str, domain: str
) -> None:
    catalog = catalogs.read(tag, domain)

    wrong = [(m.id, fault) for m, fault in faults.of_catalog(tag, catalog)]

    assert tag in OWN_NAMES
    assert [each for each in wrong if each[1] not in (faults.MISSING, faults.FUZZY)] == []


@pytest.mark.parametrize(("tag", "domain"), OFFERED)
def test_a_language_that_is_offered_has_every_sentence_of_its_catalog(
    tag: str, domain: str
) -> None:
    assert list(faults.of_catalog(tag, catalogs.read(tag, domain))) == []
    assert len(catalogs.messages(catalogs.read(tag, domain))) > 700


@pytest.mark.parametrize(("tag", "domain"), PROMISED)
def test_every_sentence_of_today_is_there_in_the_languages_that_we_promise(
    tag: str, domain: str, sentences: dict[extraction.Words, set[str]]
) -> None:
    """Run `./countersign translations`, then translate what `--missing` lists."""
    signers = {w for w, files in sentences.items() if audience.is_for_signers(w, files)}
    wanted = signers if domain == SIGNERS else set(sentences) - signers
    catalog = catalogs.read(tag, domain)
    wrong = {message.id for message, _ in faults.of_catalog(tag, catalog)}
    there = {words_of(m) for m in catalogs.messages(catalog) if m.id not in wrong}

    assert sorted(map(str, wanted - there)) == []


def test_sentences_belong_to_signers_by_where_they_stand(
    sentences: dict[extraction.Words, set[str]],
) -> None:
    theirs = {w for w, files in sentences.items() if audience.is_for_signers(w, files)}

    assert {"Sign here", "Certificate of completion", "Genuine and unchanged"} <= theirs
    assert "%(actor)s sent the envelope." in theirs  # on the certificate
    assert not theirs & {"Delete draft", "Dead jobs", ("%(num)d signature", "%(num)d signatures")}
    assert len(theirs) < len(sentences) / 3


def test_the_lists_of_whose_sentences_they_are_name_what_is_there(
    sentences: dict[extraction.Words, set[str]],
) -> None:
    files = {file for found in sentences.values() for file in found}

    for start in (*audience.SIGNERS, *audience.PORTAL):
        assert any(file.startswith(start) for file in files), start
    assert set(audience.ALSO) <= set(sentences)


@pytest.mark.parametrize(
    ("source", "translation", "fault"),
    [
        ("Sign here", "", faults.MISSING),
        ("From %(name)s", "Von", "has no values and not %(name)s"),
        ("From %(name)s", "Von %(nane)s", "has %(nane)s and not %(name)s"),
        ("Ask {organization}", "Fragen Sie", "has no values and not {organization}"),
        ("%(done)s of it", "%(done)s, 100 %", "has a percent sign that is not doubled"),
        ("%(done)s%% of it", "%(done)s %% davon", None),
        ("Sign here", "Sign here", "is the English sentence"),
        ("IBAN", "IBAN", None),
        ("%(one)s: %(two)s", "%(one)s: %(two)s", None),
        ("From %(name)s", "Von %(name)s", None),
        (("%(num)d page", "%(num)d pages"), ("Eine Seite", "%(num)d Seiten"), None),
        (("%(num)d page", "%(num)d pages"), ("%(num)d Seite", ""), faults.MISSING),
        (("%(num)d page", "%(num)d pages"), ("%(num)d Seite",), faults.MISSING),
    ],
)
def test_a_fault_of_a_translation_is_told(
    source: extraction.Words, translation: extraction.Words, fault: str | None
) -> None:
    found = list(faults.of("de", Message(source, translation), 2))

    assert found == ([fault] if fault else [])


def test_a_catalog_that_lacks_a_sentence_is_not_compiled(folder: Path) -> None:
    catalog = Catalog(locale="pt_BR")
    catalog.add("Sign here", "Assine aqui")
    catalog.add("Finish", "Concluir")
    catalogs.write("pt-BR", SIGNERS, catalog)
    target = folder / "pt_BR" / "LC_MESSAGES" / "messages.mo"

    compiling.main()
    assert target.is_file()

    catalog.add("Start")
    catalogs.write("pt-BR", SIGNERS, catalog)
    compiling.main()
    assert not target.is_file()


def test_merging_adds_what_is_new_and_keeps_what_is_translated(folder: Path) -> None:
    catalog, template = Catalog(locale="de"), Catalog()
    catalog.add("Sign here", "Hier unterschreiben")
    catalog.add("Gone", "Weg")
    for words in ("Sign here", "Reminder", ("%(num)d page", "%(num)d pages")):
        template.add(words)
    other = Catalog(locale="de")
    other.add("Reminder", "Erinnerung")

    catalogs.merge(catalog, template, other)
    catalogs.write("de", SIGNERS, catalog)

    merged = catalogs.read("de", SIGNERS)
    assert {m.id: m.string for m in catalogs.messages(merged)} == {
        "Sign here": "Hier unterschreiben",
        "Reminder": "Erinnerung",
        ("%(num)d page", "%(num)d pages"): ("", ""),
    }


def test_a_sentence_that_changed_sides_is_taken_along_in_its_own_language_only() -> None:
    template, spanish = Catalog(), Catalog(locale="es")
    template.add("Sign here")
    spanish.add("Sign here", "Firme aquí")
    merged = {tag: Catalog(locale=tag) for tag in ("es", "fi")}

    catalogs.merge(merged["es"], template, spanish)
    catalogs.merge(merged["fi"], template, Catalog(locale="fi"))

    said = {tag: [m.string for m in catalogs.messages(merged[tag])] for tag in merged}
    assert said["es"] == ["Firme aquí"] and not any(said["fi"])


def test_a_counted_sentence_is_not_taken_from_the_same_word_alone() -> None:
    template, signers, portal = Catalog(), Catalog(locale="de"), Catalog(locale="de")
    template.add(("Document", "Documents"))
    signers.add("Document", "Dokument")

    catalogs.merge(portal, template, signers)

    assert [m.string for m in catalogs.messages(portal)] == [("", "")]


def test_no_counted_sentence_is_a_single_letter() -> None:
    letters = [
        (tag, message.id)
        for tag, domain in BEGUN
        if tag not in ("ja", "ko", "zh-Hans")
        for message in catalogs.messages(catalogs.read(tag, domain))
        if message.pluralizable and any(len(form) == 1 for form in catalogs.forms(message))
    ]

    assert BEGUN and not letters


def test_the_command_begins_a_catalog_and_says_what_it_lacks(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["it"]) == 0

    said = capsys.readouterr().out
    assert "Italiano" in said and "to do, so it is not offered" in said
    assert catalogs.begun(SIGNERS) == ["it"] and catalogs.begun(PORTAL) == []
    assert command.main(["tlh"]) == 2
