"""Every sentence of pages, mails and the certificate passes through one translation."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from flask import Flask

from actors.delivery import mail_message
from actors.pdf.certificate import certificate
from core.principal import SYSTEM
from core.refusals import FilledSentence
from deploy.translations import extraction
from templates import environment, language
from tenants.member import Member
from tenants.use_cases.envelopes import envelope_mail
from tests.actors.pdf.certificate.test_certificate import facts
from tests.tenants import ceremonies
from tests.tenants.conftest import NOW
from tests.tenants.opening import run_job

PSEUDO = "de"
SENTENCE = re.compile(r"«[^»]*»")


@pytest.fixture(scope="module")
def translations(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that can be extracted, each sentence in «these marks»."""
    folder = tmp_path_factory.mktemp("translations")
    catalog = Catalog(locale=PSEUDO)
    for words in extraction.sentences():
        one, *more = (words,) if isinstance(words, str) else words
        catalog.add(words, tuple(f"«{w}»" for w in (one, *more)) if more else f"«{one}»")
    for domain in ("messages", "portal"):
        target = folder / PSEUDO / "LC_MESSAGES" / f"{domain}.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            write_mo(file, catalog)
    return folder


@pytest.fixture
def spoken(translations: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(language, "FOLDER", translations)
    language.forget()
    yield PSEUDO
    language.use(language.DEFAULT)
    monkeypatch.undo()
    language.forget()


def test_a_page_speaks_the_language_that_the_browser_asks_for(app: Flask, spoken: str) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": spoken}).text

    assert '<html lang="de"' in page
    assert "«Sign in»" in page and "«Password»" in page
    body = re.sub(r"<(script|style|title)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{2,}", SENTENCE.sub("", body).replace("Countersign", "")) == []


def test_without_a_translation_a_page_speaks_english(app: Flask) -> None:
    page = app.test_client().get("/sign-in", headers={"Accept-Language": "hu"}).text

    assert '<html lang="en"' in page
    assert "«" not in page


def test_a_mail_speaks_the_language_of_the_organization(member: Member, spoken: str) -> None:
    with member.organization.transaction(SYSTEM) as tx:
        tx.rows.run("update organizations set locale = %s", spoken)
    ceremonies.sent(member, NOW)
    letter = run_job(ceremonies.lease_open(member, "mail_invitation"), envelope_mail.load)

    message = mail_message.compose(letter, "invitation", "Countersign <sign@example.com>")

    assert message["Subject"].startswith("«")
    html = message.get_body(("html",)).get_content()
    assert len(SENTENCE.findall(html)) > 3


def test_a_certificate_speaks_the_language_of_its_facts(spoken: str) -> None:
    event = replace(
        facts().events[0], sentence=FilledSentence("%(actor)s signed.", actor="Signer One")
    )

    html = certificate.render(replace(facts(), language=spoken, events=(event,)))

    assert "«Certificate of completion»" in html
    assert "«Signature of Signer One»" in html
    assert "«Signer One signed.»" in html
    assert "Recipients" not in re.sub(r"<[^>]*>|«[^»]*»", "", html)


def test_a_sentence_is_looked_up_anew_for_each_language(spoken: str) -> None:
    made = environment.make(autoescape=True).from_string(
        '{{ _("Sign in") }} {{ _("%(pages)s pages", pages=n) }}'
        ' {{ ngettext("%(num)d page", "%(num)d pages", 2) }}'
    )

    with language.speaking(spoken):
        assert made.render(n="<2>") == "«Sign in» %(pages)s pages «2 pages»".replace(
            "%(pages)s", "&lt;2&gt;"
        )
    assert made.render(n="<2>") == "Sign in &lt;2&gt; pages 2 pages"


def test_a_part_that_is_included_sees_what_surrounds_it(tmp_path: Path) -> None:
    made = environment.make(autoescape=True)
    made.loader.searchpath.append(str(tmp_path))
    (tmp_path / "part.html").write_text("{% set inner = n + 1 %}{{ inner }}")
    (tmp_path / "whole.html").write_text(
        '{% set inner = 0 %}{% for n in (1, 2) %}{% include "part.html" %},{% endfor %}{{ inner }}'
    )

    assert made.get_template("whole.html").render() == "2,3,0"
