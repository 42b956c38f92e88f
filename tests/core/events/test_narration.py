import json
from dataclasses import fields
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from core.events import registry
from core.events.narration import narrate, narrate_all
from core.evidence.audit import Entry, PersonalValue
from tests.core.builders import recorded

NOW = datetime(2026, 11, 3, 14, 30, tzinfo=UTC)


def test_a_whole_trail_can_be_told() -> None:
    record = recorded()
    names = {f"recipient:{r.id}": r.name for r in record.envelope.recipients}

    told = [str(line) for line in narrate_all(record.entries, names)]

    assert "Signer One was invited by e-mail." in told
    assert "Signer Two signed." in told
    assert "Countersign added Copy One as copy recipient." in told
    assert "Countersign sent the envelope." in told
    assert not any("%(" in line for line in told)


def test_a_name_with_a_percent_sign_is_only_a_name() -> None:
    record = recorded()
    names = {f"recipient:{r.id}": "100%(actor)s" for r in record.envelope.recipients}

    told = [str(line) for line in narrate_all(record.entries, names)]

    assert "100%(actor)s signed." in told


def test_one_page_is_told_as_one() -> None:
    entry = Entry(1, uuid4(), "document.accepted", NOW, '{"actor": "", "data": {"pages": 1}}', "")

    assert str(narrate(entry, {})) == "The document was checked: 1 page."


@pytest.mark.parametrize("type", list(registry.of_envelopes()))
def test_each_event_is_told_also_when_what_it_says_of_people_was_erased(type: str) -> None:
    event = registry.event(type)
    data = {f.name: "x" for f in fields(event) if not f.metadata.get("personal")}
    data |= {name: "access_code" for name in ("proof", "proofs") if name in data}
    entry = Entry(1, uuid4(), type, NOW, json.dumps({"actor": "", "data": data}), "")

    assert "%(" not in str(narrate(entry, {}))


def test_where_someone_was_is_told_with_how_accurate_it_is() -> None:
    text = json.dumps({"actor": "", "data": {"recipient_id": "x", "accuracy": 30}})
    where = PersonalValue("location", b"", "52.52001, 13.40495")
    entry = Entry(1, uuid4(), "recipient.location_given", NOW, text, "", (where,))

    told = str(narrate(entry, {"recipient:x": "Ana"}))

    assert told == "Ana shared their location: 52.52001, 13.40495 (accurate to 30 m)."
