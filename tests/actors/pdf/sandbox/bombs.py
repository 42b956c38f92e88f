"""Files that are small to send and large to open."""

import zlib

from tests.actors.pdf.pdfs import assemble, stream

CATALOG = b"<</Type/Catalog/Pages 2 0 R>>"
TREE = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources 5 0 R>>"


def zeros(size: int) -> bytes:
    """`size` bytes of spaces, deflated: one piece that starts anew, as often as needed."""
    packer = zlib.compressobj(9, wbits=-15)
    piece = packer.compress(b" " * 10_000_000) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\x9c" + piece * (size // 10_000_000) + b"\x03\x00"


def huge_content() -> bytes:
    """A content stream of 3 GB."""
    content = _filtered(zeros(3_000_000_000), b"/FlateDecode")
    return assemble(CATALOG, TREE, PAGE, content, b"<<>>")


def nested_filters() -> bytes:
    """A content stream deflated three times over: some kB that become 10 GB."""
    layers = zlib.compress(zlib.compress(zeros(10_000_000_000), 9), 9)
    content = _filtered(layers, b"[/FlateDecode/FlateDecode/FlateDecode]")
    return assemble(CATALOG, TREE, PAGE, content, b"<<>>")


def huge_image() -> bytes:
    """An image of 60,000 by 60,000 pixels in four colours."""
    head = b"/Type/XObject/Subtype/Image/Width 60000/Height 60000/ColorSpace/DeviceCMYK"
    data = zeros(100_000_000)
    image = b"<<%s/BitsPerComponent 8/Filter/FlateDecode/Length %d>>stream\n%s\nendstream"
    return assemble(
        CATALOG,
        TREE,
        PAGE,
        stream(b"q 595 0 0 842 0 0 cm /Image Do Q"),
        b"<</XObject<</Image 6 0 R>>>>",
        image % (head, len(data), data),
    )


def xref_stream() -> bytes:
    """A cross-reference stream that claims hundreds of millions of objects."""
    data = zeros(2_000_000_000)
    head = b"<</Type/XRef/Size 400000000/W[1 2 2]/Root 1 0 R/Filter/FlateDecode/Length %d>>"
    body = b"%PDF-1.7\n1 0 obj\n" + CATALOG + b"\nendobj\n2 0 obj\n" + TREE + b"\nendobj\n"
    start = len(body)
    body += b"9 0 obj\n" + head % len(data) + b"stream\n" + data + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def object_stream() -> bytes:
    """An object stream of 1 GB in which the page tree is said to be."""
    data = zeros(1_000_000_000)
    head = b"<</Type/ObjStm/N 2/First 20/Filter/FlateDecode/Length %d>>" % len(data)
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
    container = len(body)
    body += b"5 0 obj\n" + head + b"stream\n" + data + b"\nendstream\nendobj\n"
    start = len(body)
    rows = ((0, 0, 0), (1, 9, 0), (2, 5, 0), (2, 5, 1), (0, 0, 0), (1, container, 0), (1, start, 0))
    table = b"".join(bytes([kind]) + at.to_bytes(4, "big") + bytes([n]) for kind, at, n in rows)
    table_head = b"<</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>>" % len(table)
    body += b"6 0 obj\n" + table_head + b"stream\n" + table + b"\nendstream\nendobj\n"
    return body + b"startxref\n%d\n%%%%EOF\n" % start


def forms_in_forms(levels: int = 12, breadth: int = 12) -> bytes:
    """Twelve forms that each paint the next twelve times: 12 to the 12th paintings."""
    resources = b"<</XObject<</F %d 0 R>>>>"
    bodies = [CATALOG, TREE, PAGE, stream(b"/F Do " * breadth), resources % 6]
    head = b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]"
    for level in range(levels):
        inner = head + b"/Resources " + resources % (7 + level)
        bodies.append(stream(b"/F Do " * breadth, inner))
    bodies.append(stream(b"0 0 9 9 re f", head))
    return assemble(*bodies)


def page_tree_loop() -> bytes:
    """A page tree whose branches contain each other."""
    return assemble(
        CATALOG,
        b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 2000>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[4 0 R 2 0 R]/Count 1000>>",
        b"<</Type/Pages/Parent 2 0 R/Kids[3 0 R 2 0 R]/Count 1000>>",
    )


ALL = (
    huge_content,
    nested_filters,
    huge_image,
    xref_stream,
    object_stream,
    forms_in_forms,
    page_tree_loop,
)


def _filtered(data: bytes, filters: bytes) -> bytes:
    head = b"<</Filter%s/Length %d>>" % (filters, len(data))
    return head + b"stream\n" + data + b"\nendstream"
