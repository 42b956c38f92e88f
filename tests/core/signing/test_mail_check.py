"""The code in a mail by which anyone finds out that the mail is ours."""

from core.signing import mail_check

KEY, DIGEST = b"k" * 32, bytes(range(32))


def test_a_code_is_short_and_says_nothing_but_which_link_it_goes_with() -> None:
    code = mail_check.code(KEY, DIGEST)

    read = mail_check.read(code)
    assert len(code) == 19 and code.count("-") == 3
    assert mail_check.beginning(read) == DIGEST[:5]
    assert mail_check.is_ours(KEY, read, DIGEST)


def test_how_it_is_typed_does_not_matter() -> None:
    code = mail_check.code(KEY, DIGEST)
    typed = code.lower().replace("-", " ").replace("o", "0").replace("i", "1")

    assert mail_check.read(typed) == mail_check.read(code)


def test_no_one_makes_a_code_without_the_key() -> None:
    read = mail_check.read(mail_check.code(b"another key", DIGEST))

    assert not mail_check.is_ours(KEY, read, DIGEST)
    assert not mail_check.is_ours(KEY, mail_check.read(mail_check.code(KEY, DIGEST)), bytes(32))


def test_what_is_no_code_is_read_as_nothing() -> None:
    assert {
        mail_check.read(t) for t in ("", "ABCD", "ABCD-EFGH-ABCD-EFGH-ABCD-EFGH", "é" * 16)
    } == {b""}
