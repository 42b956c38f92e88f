from core.events.narration import narrate_all
from tests.core.builders import recorded


def test_a_whole_trail_can_be_told() -> None:
    record = recorded()
    names = {f"recipient:{r.id}": r.name for r in record.envelope.recipients}

    told = [str(line) for line in narrate_all(record.entries, names)]

    assert "Signer One was invited by e-mail." in told
    assert "Signer Two signed." in told
    assert "Countersign named Copy One as copy recipient." in told
    assert "Countersign sent the envelope." in told
    assert not any("%(" in line for line in told)


def test_a_name_with_a_percent_sign_is_only_a_name() -> None:
    record = recorded()
    names = {f"recipient:{r.id}": "100%(actor)s" for r in record.envelope.recipients}

    told = [str(line) for line in narrate_all(record.entries, names)]

    assert "100%(actor)s signed." in told
