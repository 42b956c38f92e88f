"""The few forms of DER (X.690) that a CMS is made of."""

OCTETS, SEQUENCE, SET = 0x04, 0x30, 0x31
CONTEXT = 0xA0
"""The tag of what a structure calls [0], where that holds other values."""


def wrapped(tag: int, content: bytes) -> bytes:
    """Content behind its tag and length."""
    size = len(content)
    if size < 0x80:
        return bytes((tag, size)) + content
    length = size.to_bytes((size.bit_length() + 7) // 8)
    return bytes((tag, 0x80 | len(length))) + length + content


def sequence(*values: bytes) -> bytes:
    """SEQUENCE of values that are encoded already."""
    return wrapped(SEQUENCE, b"".join(values))


def set_of(value: bytes) -> bytes:
    """SET OF one value: of more, the order would matter."""
    return wrapped(SET, value)


def tagged(number: int, content: bytes) -> bytes:
    """[number], around a value, or in the place of its own tag around its content."""
    return wrapped(CONTEXT + number, content)


def octets(content: bytes) -> bytes:
    """OCTET STRING."""
    return wrapped(OCTETS, content)
