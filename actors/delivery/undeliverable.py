"""What another server, of mail or of text messages, did not take."""


class Undeliverable(Exception):
    """`permanent`: it would fail again. The text holds nothing about a person."""

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.permanent = permanent


class RecipientRefused(Undeliverable):
    """
    One recipient cannot be written to, while others can: the server said so, or the address.

    `code` is what the server answered (SMTP), 0 when none was asked.
    """

    def __init__(self, why: str, *, permanent: bool, code: int = 0) -> None:
        super().__init__(why, permanent=permanent)
        self.code = code
