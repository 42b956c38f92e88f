from core.events import admin_events, envelope_events
from core.events.sentences import ADMINISTRATION, SENTENCES, narrate_all
from tests.core.builders import recorded


def test_every_event_has_a_sentence_and_every_sentence_an_event() -> None:
    known = {e.__name__: e.__module__ for e in envelope_events.Event.__subclasses__()}

    assert set(SENTENCES) == {n for n, room in known.items() if room == envelope_events.__name__}
    assert set(ADMINISTRATION) == {n for n, room in known.items() if room == admin_events.__name__}
    assert all(text.endswith(".") for text in (SENTENCES | ADMINISTRATION).values())


def test_a_whole_trail_can_be_told() -> None:
    record = recorded()
    names = {f"recipient:{r.id}": r.name for r in record.envelope.recipients}

    told = [str(line) for line in narrate_all(record.entries, names)]

    assert "Signer One was invited by mail." in told
    assert "Signer Two signed." in told
    assert "Countersign named Copy One as recipient of a copy." in told
    assert "Countersign sent the envelope." in told
    assert not any("%(" in line for line in told)


def test_a_name_with_a_percent_sign_is_only_a_name() -> None:
    record = recorded()
    names = {f"recipient:{r.id}": "100%(actor)s" for r in record.envelope.recipients}

    told = [str(line) for line in narrate_all(record.entries, names)]

    assert "100%(actor)s signed." in told
