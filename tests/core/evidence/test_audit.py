import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.envelopes.events.lifecycle import EnvelopeCreated
from core.evidence import audit
from core.evidence.audit import BrokenChain, Entry, Head, PersonalValue, Trail
from core.text import canonical_json
from tests.core.builders import NOW, new_id, recorded

RECORD = recorded()
ENTRIES, TRAIL, HEAD = RECORD.entries, RECORD.trail, RECORD.envelope.head
LAST = len(ENTRIES) - 1
PLACES = st.integers(0, LAST)
PERSONAL = [n for n, entry in enumerate(ENTRIES) if entry.personal]
SECRETS = (
    "Signer One",
    "signer.one@example.com",
    "192.0.2.7",
    "a browser of",
    "Lease of a flat",
    "mine",
)


def hash_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def changed(place: int, **changes: Any) -> tuple[Entry, ...]:
    return (*ENTRIES[:place], replace(ENTRIES[place], **changes), *ENTRIES[place + 1 :])


def rewritten(place: int, **said: Any) -> tuple[Entry, ...]:
    """The attack of whoever may write everything: change one text, then hash all again."""
    entries: list[Entry] = []
    for number, entry in enumerate(ENTRIES):
        body = json.loads(entry.text)
        body |= said if number == place else {}
        body["previous"] = entries[-1].hash if entries else audit.GENESIS
        text = canonical_json.text(body)
        entries.append(replace(entry, text=text, hash=hash_of(text)))
    return tuple(entries)


def broken(entries: tuple[Entry, ...], head: Head | None = HEAD, trail: Trail = TRAIL) -> bool:
    try:
        audit.verify(trail, entries, head)
    except BrokenChain:
        return True
    return False


def test_a_trail_verifies_up_to_its_head() -> None:
    assert audit.verify(TRAIL, ENTRIES, HEAD) == HEAD
    assert audit.verify(TRAIL, (), Head()) == Head(0, "0" * 64)
    assert HEAD.sequence == len(ENTRIES) == len(RECORD.events)


def test_the_format_is_the_one_that_was_promised() -> None:
    trail, event_id = Trail(new_id(), new_id()), new_id()
    event = EnvelopeCreated(name="Lease")

    (entry,) = audit.extend(
        trail, Head(), [event], "person:1", NOW, lambda: event_id, lambda: b"s" * 16
    )

    committed = audit.commitment(b"s" * 16, event_id, "name", "Lease")
    assert entry.text == (
        '{"actor":"person:1","at":"2026-03-02T09:30:00.000000Z",'
        f'"commitments":{{"name":"{committed}"}},"data":{{}},'
        f'"envelope":"{trail.envelope_id}","id":"{event_id}",'
        f'"organization":"{trail.organization_id}","previous":"{"0" * 64}",'
        '"sequence":1,"type":"envelope.created","version":1}'
    )
    assert entry.hash == hash_of(entry.text)
    assert (entry.actor, entry.data) == ("person:1", {})


def test_a_commitment_is_the_hmac_that_others_can_compute() -> None:
    event_id = new_id()

    assert (
        audit.commitment(b"s" * 16, event_id, "name", "Lease")
        == hmac.new(b"s" * 16, event_id.bytes + b"name\0Lease", "sha256").hexdigest()
    )


def test_every_text_holds_where_it_belongs_and_no_personal_value() -> None:
    for sequence, entry in enumerate(ENTRIES, start=1):
        said = json.loads(entry.text)
        assert said["sequence"] == sequence
        assert said["organization"] == str(TRAIL.organization_id)
        assert said["envelope"] == str(TRAIL.envelope_id)
        assert set(said["commitments"]) == {p.name for p in entry.personal}
        for secret in (*SECRETS, *(p.value for p in entry.personal)):
            assert secret not in entry.text
            assert canonical_json.text(secret)[1:-1] not in entry.text


def test_the_same_value_is_committed_to_differently_each_time() -> None:
    commitments = [value for e in ENTRIES for value in json.loads(e.text)["commitments"].values()]

    assert len(set(commitments)) == len(commitments) > 10


@given(st.sets(PLACES))
def test_erasing_personal_values_leaves_the_trail_verifiable(places: set[int]) -> None:
    erased = tuple(
        replace(entry, personal=() if number in places else entry.personal)
        for number, entry in enumerate(ENTRIES)
    )

    assert audit.verify(TRAIL, erased, HEAD) == HEAD


@given(PLACES, st.data())
def test_any_changed_character_of_a_text_is_found(place: int, data: st.DataObject) -> None:
    text = ENTRIES[place].text
    at = data.draw(st.integers(0, len(text)))
    cut = data.draw(st.integers(0, 2))
    forged = text[:at] + data.draw(st.text(max_size=2)) + text[at + cut :]

    if forged != text:
        assert broken(changed(place, text=forged))
        assert broken(changed(place, text=forged, hash=hash_of(forged)))


@given(PLACES, st.text("0123456789abcdef", min_size=64, max_size=64))
def test_any_other_hash_is_found(place: int, forged: str) -> None:
    assert broken(changed(place, hash=forged))
    assert broken(changed(place, hash=ENTRIES[place].hash.upper()))


@given(PLACES, st.timedeltas().filter(bool))
def test_any_other_time_is_found(place: int, shift: timedelta) -> None:
    try:
        at = ENTRIES[place].at + shift
    except OverflowError:
        return

    assert broken(changed(place, at=at))


def test_a_time_without_a_zone_is_found() -> None:
    assert broken(changed(0, at=datetime(2026, 3, 2, 9, 30)))  # noqa: DTZ001 - it is what is found


@given(PLACES, st.uuids(), st.text(), st.integers())
def test_any_other_id_type_or_place_is_found(place: int, id: Any, type: str, number: int) -> None:
    assert broken(changed(place, id=id))
    assert broken(changed(place, type=type))
    if number != place + 1:
        assert broken(changed(place, sequence=number))


@given(st.sampled_from(PERSONAL), st.data(), st.text(), st.binary(max_size=40))
def test_any_other_personal_value_salt_or_name_is_found(
    place: int, data: st.DataObject, text: str, salt: bytes
) -> None:
    personal = ENTRIES[place].personal
    at = data.draw(st.integers(0, len(personal) - 1))
    true = personal[at]

    for forged in (
        replace(true, value=text),
        replace(true, salt=salt),
        replace(true, name=text),
        replace(true, salt=true.salt + b"\0"),
    ):
        if forged != true:
            assert broken(changed(place, personal=(*personal[:at], forged, *personal[at + 1 :])))


def test_a_salt_that_was_shortened_by_zeros_is_found() -> None:
    trail, event_id = Trail(new_id(), new_id()), new_id()
    entries = audit.extend(
        *(trail, Head(), [EnvelopeCreated(name="Lease")], "system", NOW),
        new_id=lambda: event_id,
        new_salt=lambda: b"s" + bytes(15),
    )
    forged = replace(entries[0], personal=(PersonalValue("name", b"s", "Lease"),))

    assert audit.verify(trail, entries)
    assert broken((forged,), None, trail)


@pytest.mark.parametrize("place", PERSONAL)
def test_a_value_that_was_never_committed_to_is_found(place: int) -> None:
    added = (*ENTRIES[place].personal, PersonalValue("shoe size", b"s" * 16, "43"))

    assert broken(changed(place, personal=added))


@given(PLACES, PLACES)
def test_deleted_entries_are_found(first: int, last: int) -> None:
    first, last = min(first, last), max(first, last)

    assert broken((*ENTRIES[:first], *ENTRIES[last + 1 :]))


@given(st.permutations(range(len(ENTRIES))))
def test_any_other_order_is_found(order: list[int]) -> None:
    shuffled = tuple(ENTRIES[n] for n in order)
    renumbered = tuple(replace(e, sequence=n) for n, e in enumerate(shuffled, start=1))

    if shuffled != ENTRIES:
        assert broken(shuffled)
        assert broken(renumbered)


@given(st.integers(0, LAST + 1), PLACES)
def test_an_entry_that_was_put_in_is_found(place: int, copied: int) -> None:
    other = recorded().entries[copied]

    for entry in (ENTRIES[copied], other):
        assert broken((*ENTRIES[:place], entry, *ENTRIES[place:]))
        assert broken((*ENTRIES[:place], replace(entry, sequence=place + 1), *ENTRIES[place:]))


@given(st.integers(0, LAST))
def test_a_trail_cut_off_at_its_end_is_found_by_a_known_head_only(length: int) -> None:
    assert broken(ENTRIES[:length])
    assert not broken(ENTRIES[:length], None)


def test_an_entry_added_at_the_end_is_found_by_a_known_head_only() -> None:
    more = audit.extend(TRAIL, HEAD, [EnvelopeCreated()], "system", NOW, new_id, lambda: b"s" * 16)

    assert broken(ENTRIES + more)
    assert not broken(ENTRIES + more, None)


@pytest.mark.parametrize("said", [{"actor": "system2"}, {"data": {"pages": 9}}])
@pytest.mark.parametrize("place", [0, 5, LAST])
def test_a_whole_trail_written_again_is_found_by_a_known_head_only(
    place: int, said: dict[str, Any]
) -> None:
    forged = rewritten(place, **said)

    assert broken(forged)
    assert not broken(forged, None)


@pytest.mark.parametrize(
    "said", [{"version": 2}, {"version": True}, {"sequence": True}, {"more": 1}, {"type": "Other"}]
)
def test_a_text_that_says_anything_else_is_found_without_a_head(said: dict[str, Any]) -> None:
    assert broken(rewritten(0, **said), None)


@pytest.mark.parametrize(
    "forge",
    [
        lambda text: "",
        lambda text: "null",
        lambda text: "[]",
        lambda text: "{}",
        lambda text: "not JSON",
        lambda text: "[" * 100_000,
        lambda text: text.replace('"version":1', '"version":1.0'),
        lambda text: text.replace('"sequence":1', '"sequence":1e0'),
        lambda text: text.replace('"data":{', '"data":{},"data":{'),
        lambda text: text.replace(":", ": "),
        lambda text: text + "\n",
        lambda text: text.replace('"commitments":{', '"commitments":[{').replace("},", "}],", 1),
    ],
)
def test_a_text_that_two_readers_could_read_differently_is_found_without_a_head(
    forge: Callable[[str], str],
) -> None:
    text = forge(ENTRIES[0].text)

    assert broken((replace(ENTRIES[0], text=text, hash=hash_of(text)),), None)


def test_the_trail_of_another_envelope_or_organization_is_found() -> None:
    assert broken(ENTRIES, HEAD, Trail(TRAIL.organization_id, new_id()))
    assert broken(ENTRIES, HEAD, Trail(new_id(), TRAIL.envelope_id))


def test_the_place_where_a_chain_breaks_is_named() -> None:
    with pytest.raises(BrokenChain) as caught:
        audit.verify(TRAIL, changed(4, text="{}"), HEAD)

    assert caught.value.sequence == 5
