import pytest

from core.signing.disclosures import disclosure_topics, own_disclosure
from core.signing.disclosures.own_disclosure import DisclosurePurpose


@pytest.mark.parametrize("purpose", DisclosurePurpose)
def test_the_standard_texts_say_all_that_is_asked_for(purpose: DisclosurePurpose) -> None:
    words = own_disclosure.standard(purpose)

    assert disclosure_topics.missing((words.title, words.typed), "en") == ()


def test_what_a_text_does_not_say_is_named() -> None:
    text = "You agree to sign this envelope in your browser. Paper costs nothing."

    missing = disclosure_topics.missing((text,), "en")

    assert [topic.said for topic in missing] == [
        "that consent can be withdrawn, how, and what follows",
        "how recipients tell you of another e-mail address",
    ]


def test_every_topic_is_looked_for_in_the_same_languages() -> None:
    languages = {tuple(topic.words) for topic in disclosure_topics.TOPICS}

    assert languages == {("en", "de", "fr", "es")}


def test_in_another_language_nothing_is_said_to_be_missing() -> None:
    assert disclosure_topics.is_checked("de")
    assert not disclosure_topics.is_checked("ja")
    assert disclosure_topics.missing(("同意",), "ja") == ()
