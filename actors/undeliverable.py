"""What could not be handed to somebody else's server."""


class Undeliverable(Exception):
    """`permanent`: it would fail again. The text holds nothing about a person."""

    def __init__(self, why: str, *, permanent: bool) -> None:
        super().__init__(why)
        self.permanent = permanent
