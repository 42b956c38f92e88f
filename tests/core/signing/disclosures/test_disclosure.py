from core.signing.disclosures import disclosure


def test_the_disclosure_names_the_organization_that_asks() -> None:
    text = disclosure.for_organization("Example Organization").text

    assert "Example Organization" in text
    assert "{" not in text


def test_a_name_in_braces_is_only_a_name() -> None:
    text = disclosure.for_organization("{0.version}{organization}").text

    assert "{0.version}{organization}" in text


def test_another_text_has_another_hash() -> None:
    one, two = (disclosure.for_organization(name) for name in ("One", "Two"))

    assert one.sha256 != two.sha256
    assert one.sha256 == disclosure.for_organization("One").sha256
    assert len(one.sha256) == 64


def test_what_the_law_asks_to_be_said_is_said() -> None:
    text = disclosure.for_organization("One").text

    for words in ("on paper", "withdraw", "covers this envelope only", "browser", "e-mail address"):
        assert words in text
