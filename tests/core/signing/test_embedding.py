import pytest

from core.refusals import Invalid
from core.signing import embedding
from core.signing.embedding import EmbeddingSettings, Frame
from core.signing.refusals import NotEmbeddable

ALLOWED = EmbeddingSettings(("https://app.example.com",), ("https://app.example.com/done",))


def frame(origin: str = "https://app.example.com", return_to: str = "") -> Frame:
    return Frame("Billing", "key", origin, return_to)


def test_origins_are_kept_as_browsers_write_them() -> None:
    found = embedding.read(
        " https://App.Example.com/ \n\nhttp://localhost:3000\nhttps://app.example.com", "", " Hi "
    )

    assert found.origins == ("https://app.example.com", "http://localhost:3000")
    assert found.closing_words == "Hi"


@pytest.mark.parametrize(
    "line",
    [
        "app.example.com",
        "http://app.example.com",
        "https://app.example.com/path",
        "https://*.example.com",
        "https://user@app.example.com",
        "https://app.example.com:port",
        "https://app.example.com; script-src *",
        "https://app.example.com 'self'",
        "javascript:alert(1)",
        "*",
        "https://",
        "https://bücher.example",
        "https://app.example.com?x",
    ],
)
def test_what_is_no_origin_of_an_encrypted_site_is_refused(line: str) -> None:
    with pytest.raises(Invalid) as refused:
        embedding.read(line, "", "")

    assert list(refused.value.errors) == ["origins"]


def test_a_list_of_one_thousand_and_words_without_end_are_refused() -> None:
    many = "\n".join(f"https://{n}.example.com" for n in range(21))

    with pytest.raises(Invalid) as refused:
        embedding.read(many, many, "a" * 1_001)

    assert set(refused.value.errors) == {"origins", "return_addresses", "closing_words"}


@pytest.mark.parametrize(
    "address",
    ["https://app.example.com/done", "https://app.example.com/done/17?order=4"],
)
def test_a_signer_may_be_led_below_an_address_of_the_list(address: str) -> None:
    embedding.check_allowed(ALLOWED, frame(return_to=address))

    assert embedding.may_return(ALLOWED, address)


@pytest.mark.parametrize(
    "address",
    [
        "https://app.example.com/doneness",
        "https://app.example.com/",
        "https://app.example.com.evil.example/done",
        "https://app.example.com@evil.example/done",
        "https://app.example.com/done/../admin",
        "https://app.example.com/done/%2e%2e/admin",
        "https://app.example.com\\@evil.example/done",
        "http://app.example.com/done",
        "javascript:alert(1)",
        "//evil.example/done",
    ],
)
def test_no_signer_is_led_anywhere_else(address: str) -> None:
    with pytest.raises(NotEmbeddable):
        embedding.check_allowed(ALLOWED, frame(return_to=address))

    assert not embedding.may_return(ALLOWED, address)


def test_without_a_list_no_page_may_show_anything() -> None:
    with pytest.raises(NotEmbeddable):
        embedding.check_allowed(EmbeddingSettings(), frame())

    assert EmbeddingSettings().origins == ()
