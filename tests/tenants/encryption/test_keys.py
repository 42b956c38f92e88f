"""What ciphertexts begin with, and what is refused."""

import os

import pytest

from tenants.encryption import header, keys
from tenants.encryption.keys import CHUNK, TAG, Key, Undecryptable, unwrap, wrap_new

ONE, OTHER = Key(bytes(32)), Key(bytes([1] * 32))
START = header.SIZE + keys.SALT


def sealed(data: bytes) -> bytes:
    return b"".join(ONE.encrypt_stream((data,), "a file"))


def opened(data: bytes, context: str = "a file", part: int = 100_000) -> bytes:
    parts = (data[at : at + part] for at in range(0, len(data), part))
    return b"".join(ONE.decrypt_stream(parts, context))


def test_values_and_files_begin_with_version_key_and_chunk_size() -> None:
    value, file = ONE.encrypt(b"value", "a value"), sealed(b"file")

    assert value[:3] == file[:3] == b"CS\x01"
    assert header.read(value) == header.Header(ONE.id, 0)
    assert header.read(file) == header.Header(ONE.id, CHUNK)
    assert ONE.decrypt(value, "a value") == b"value"


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
@pytest.mark.parametrize("part", [1_000, CHUNK, 10 * CHUNK])
def test_a_file_comes_back_whatever_its_size_and_that_of_the_parts(size: int, part: int) -> None:
    data = os.urandom(size)

    assert opened(sealed(data), part=part) == data


def test_the_same_file_is_encrypted_differently_each_time() -> None:
    assert sealed(b"the same")[START:] != sealed(b"the same")[START:]


def test_no_chunk_can_be_moved_left_out_repeated_or_cut_off() -> None:
    file = sealed(os.urandom(3 * CHUNK))
    step = CHUNK + TAG
    start, chunks = file[:START], [file[at : at + step] for at in range(START, len(file), step)]
    first, second, last = chunks

    for changed in (
        [second, first, last],
        [first, last],
        [first, first, second, last],
        [first, second],
        [first, second, last[:-1]],
        [first, second, last, last],
        [],
    ):
        with pytest.raises(Undecryptable):
            opened(start + b"".join(changed))


def test_a_chunk_of_another_file_of_the_same_key_is_refused() -> None:
    mine, other = sealed(bytes(2 * CHUNK)), sealed(bytes(2 * CHUNK))

    with pytest.raises(Undecryptable):
        opened(mine[: START + CHUNK + TAG] + other[START + CHUNK + TAG :])


@pytest.mark.parametrize("at", [0, 2, 3, 12, 14, START - 1, START, START + 20])
def test_whatever_is_changed_in_a_file_is_noticed(at: int) -> None:
    file = bytearray(sealed(b"a file with some words"))
    file[at] ^= 1

    with pytest.raises(Undecryptable):
        opened(bytes(file))


@pytest.mark.parametrize("at", [0, 2, 3, 12, 14, 15, 26, 27, 40])
def test_whatever_is_changed_in_a_value_is_noticed(at: int) -> None:
    value = bytearray(ONE.encrypt(b"a value with some words", "a value"))
    value[at] ^= 1

    with pytest.raises(Undecryptable):
        ONE.decrypt(bytes(value), "a value")


def test_another_key_another_place_or_another_kind_opens_nothing() -> None:
    value, file = ONE.encrypt(b"value", "a value"), sealed(b"file")

    for attempt in (
        lambda: OTHER.decrypt(value, "a value"),
        lambda: ONE.decrypt(value, "another place"),
        lambda: ONE.decrypt(file, "a file"),
        lambda: opened(file, "another place"),
        lambda: opened(value, "a value"),
        lambda: ONE.decrypt(b"", "a value"),
        lambda: opened(b""),
    ):
        with pytest.raises(Undecryptable):
            attempt()


def test_of_several_master_keys_the_one_that_is_named_unwraps() -> None:
    wrapped = wrap_new(OTHER, "a key")

    assert unwrap((ONE, OTHER), wrapped, "a key").id == unwrap((OTHER,), wrapped, "a key").id
    with pytest.raises(Undecryptable):
        unwrap((ONE,), wrapped, "a key")
