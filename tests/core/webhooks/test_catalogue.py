"""What webhooks tell of is read from the registry, and docs/webhooks.md says it."""

from pathlib import Path

from core.webhooks import catalogue

DOC = Path(__file__).parents[3] / "docs" / "webhooks.md"
# Issue 12 names them.
ASKED_FOR = {
    "envelope": (
        *("created", "sent", "delivered", "signed", "completed", "declined", "voided", "expired"),
        *("corrected", "purged"),
    ),
    "recipient": (
        *("sent", "delivered", "authentication_failed", "completed", "declined", "delegated"),
        *("reminded", "bounced"),
    ),
    "template": ("created", "changed", "deleted"),
    "bulk_send": ("started", "completed", "cancelled"),
}


def table() -> str:
    """The events as docs/webhooks.md lists them."""
    return "".join(
        f"| `{e.name}` | {_words(e.types)} | {_words(e.ids)}"
        f" | {_words((*e.details, *e.personal))} |\n"
        for e in catalogue.named().values()
    )


def test_the_events_that_were_asked_for_are_told() -> None:
    asked = {f"{noun}.{verb}" for noun, verbs in ASKED_FOR.items() for verb in verbs}

    assert asked <= set(catalogue.names())


def test_the_reference_is_what_the_registry_says() -> None:
    said = DOC.read_text().split("<!-- events -->\n")[1].split("<!-- end of events -->\n")[0]

    assert said == table()


def test_a_thin_payload_holds_no_personal_member() -> None:
    for event in catalogue.named().values():
        assert not set(event.ids) & set(event.personal)


def _words(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
