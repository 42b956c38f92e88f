"""Takes over the data of images so that every engine decodes the same picture from it.

JPEG data are kept, and so is deflated data that unpacks without a fault. Everything else is
decoded by MuPDF and written anew: what engines disagree about (truncated data, wrong lengths, the
variants of fax and JBIG2 coding, chains of filters) is settled by the one that reads it here.
"""

import struct
import zlib

from pymupdf import mupdf

from actors.pdf.canonical import color_spaces
from actors.pdf.canonical.canon import Canon
from actors.pdf.mupdf_objects import bytes_of, entry, items, name_of, number_of
from core.documents.refusals import ShownDifferently

PREDICTED = {"Colors": 1, "BitsPerComponent": 8, "Columns": 1}
BLOCK, PNG = 1 << 16, 10
DEPTHS = (1, 2, 4, 8, 16)
SEGMENT = b"\xff\xd8"
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
DEFLATED = ("FlateDecode", "Fl")
JPEG, JPEG_2000 = ("DCTDecode", "DCT"), ("JPXDecode",)


def settle(made: mupdf.PdfObj) -> None:
    """Leaves no doubt about what the samples of an image mean (ISO 32000-2, 8.9.5).

    Raises ShownDifferently of what engines read each in its own way.
    """
    if _is_stencil(made):
        mupdf.pdf_dict_puts(made, "BitsPerComponent", mupdf.pdf_new_int(1))
    elif entry(made, "BitsPerComponent").m_internal and _bits(made) not in DEPTHS:
        raise ShownDifferently
    decode, parts = entry(made, "Decode"), _components(made)
    if not decode.m_internal or not parts:
        return
    ends = [mupdf.pdf_to_real(one) for one in items(decode)]
    if len(ends) != 2 * parts:
        raise ShownDifferently
    indexed = color_spaces.family(entry(made, "ColorSpace")) == "Indexed"
    last = (1 << _bits(made)) - 1 if indexed else 1
    if (_is_stencil(made) or indexed) and ends not in ([0, last], [last, 0]):
        raise ShownDifferently


def encoded(canon: Canon, found: mupdf.PdfObj, made: mupdf.PdfObj) -> tuple[bytes, bool]:
    """The data for the copy `made` of an image's dictionary, and whether they are compressed.

    Names the filter in the copy.
    """
    names, parameters = _filters(found)
    if len(names) == 1 and names[0] in DEFLATED:
        raw = bytes_of(mupdf.pdf_load_raw_stream(found))
        if _is_plain(made, parameters[0]) and _unpacked_size(raw) == _size(made, parameters[0]):
            _name_filter(made, "FlateDecode", _prediction(canon, parameters[0]))
            return raw, True
    if _is_stencil(made) and set(names) & set(JPEG_2000):
        raise ShownDifferently  # forbidden (8.9.5.1): PDFium breaks off
    if names and names[-1] in JPEG + JPEG_2000:
        return _photograph(canon, found, made, names[-1], parameters[-1]), True
    size, data = _size(made), bytes_of(mupdf.pdf_load_stream(found))
    whole = data[:size].ljust(size, b"\0") if size else data
    width, height = _number(made, "Width"), _number(made, "Height")
    if not size or _bits(made) * _components(made) > 1:
        return whole, False
    _name_filter(made, "CCITTFaxDecode", _fax(canon, width, height))
    return _faxed(whole, width, height), True


def _filters(found: mupdf.PdfObj) -> tuple[list[str], list[mupdf.PdfObj]]:
    """The names of the filters and the parameters of each (ISO 32000-2, 7.4)."""
    filters, parameters = entry(found, "Filter"), entry(found, "DecodeParms")
    names = [name_of(one) for one in _listed(filters)]
    known = _listed(parameters)[: len(names)]
    return names, known + [mupdf.PDF_NULL] * (len(names) - len(known))


def _listed(found: mupdf.PdfObj) -> list[mupdf.PdfObj]:
    if mupdf.pdf_is_array(found):
        return list(items(found))
    return [found] if found.m_internal else []


def _unpacked_size(raw: bytes) -> int:
    """Bytes; none if it is not one whole deflated stream and nothing else."""
    unpacker, size, rest = zlib.decompressobj(), 0, raw
    try:
        while rest and not unpacker.eof:
            size += len(unpacker.decompress(rest, BLOCK))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return 0
    return size if unpacker.eof and not unpacker.unused_data.strip() else 0


def _size(made: mupdf.PdfObj, parameters: mupdf.PdfObj = mupdf.PDF_NULL) -> int:
    """Bytes of all lines of samples, each with its predictor where it has one (7.4.4.4)."""
    width, height = _number(made, "Width"), _number(made, "Height")
    line = (width * _components(made) * _bits(made) + 7) // 8
    return height * (line + (_number(parameters, "Predictor") >= PNG)) if line else 0


def _is_plain(made: mupdf.PdfObj, parameters: mupdf.PdfObj) -> bool:
    """Whether a predictor, if there is one, speaks of this image's own samples and lines."""
    predictor = _number(parameters, "Predictor")
    if predictor < 2:
        return True
    said = [_number(parameters, name) or usual for name, usual in PREDICTED.items()]
    own = [_components(made), _bits(made), _number(made, "Width")]
    return said == own and (predictor >= PNG or _bits(made) == 8)


def _bits(made: mupdf.PdfObj) -> int:
    return 1 if _is_stencil(made) else _number(made, "BitsPerComponent")


def _is_stencil(made: mupdf.PdfObj) -> bool:
    return bool(mupdf.pdf_to_bool(entry(made, "ImageMask")))


def _components(made: mupdf.PdfObj) -> int:
    return 1 if _is_stencil(made) else color_spaces.components(entry(made, "ColorSpace"))


def _prediction(canon: Canon, parameters: mupdf.PdfObj) -> mupdf.PdfObj | None:
    predictor = _number(parameters, "Predictor")
    if predictor < 2:
        return None
    numbers = {name: _number(parameters, name) or usual for name, usual in PREDICTED.items()}
    numbers["Predictor"] = predictor
    return canon.dictionary(**{name: mupdf.pdf_new_int(one) for name, one in numbers.items()})


def _photograph(
    canon: Canon, found: mupdf.PdfObj, made: mupdf.PdfObj, name: str, parameters: mupdf.PdfObj
) -> bytes:
    transform = entry(parameters, "ColorTransform")
    known = name in JPEG and mupdf.pdf_is_int(transform)
    kept = canon.dictionary(ColorTransform=transform) if known else None
    _name_filter(made, "DCTDecode" if name in JPEG else "JPXDecode", kept)
    buffer = mupdf.pdf_load_compressed_stream(canon.source_pdf, number_of(found), 0)
    data = bytes_of(mupdf.FzBuffer(mupdf.ll_fz_keep_buffer(buffer.m_internal.buffer)))
    if name in JPEG:
        _settle_size(made, data)
    return data


def _frame(data: bytes) -> tuple[int, int, int]:
    """Height and width in pixels and the number of components (ITU-T T.81, B.2.2)."""
    place = data.find(SEGMENT) + 1
    while place := data.find(b"\xff", place) + 1:
        marker = data[place : place + 1]
        if marker in (b"", b"\xff", b"\0", SEGMENT[1:]):
            continue
        if marker[0] in FRAMES and place + 9 <= len(data):
            height, width, parts = struct.unpack(">HHB", data[place + 4 : place + 9])
            return height, width, parts
        place += int.from_bytes(data[place + 1 : place + 3], "big") + 1
    raise ShownDifferently


def _settle_size(made: mupdf.PdfObj, data: bytes) -> None:
    """Of a JPEG image, which says itself how large it is. Raises ShownDifferently."""
    height, width, parts = _frame(data)
    if parts != (_components(made) or parts):
        raise ShownDifferently
    mupdf.pdf_dict_puts(made, "Width", mupdf.pdf_new_int(width))
    mupdf.pdf_dict_puts(made, "Height", mupdf.pdf_new_int(height))


def _fax(canon: Canon, width: int, height: int) -> mupdf.PdfObj:
    numbers = {"K": -1, "Columns": width, "Rows": height}
    return canon.dictionary(**{name: mupdf.pdf_new_int(one) for name, one in numbers.items()})


def _faxed(bits: bytes, width: int, height: int) -> bytes:
    packed = mupdf.fz_new_buffer_from_copied_data(bits)
    _, address = mupdf.ll_fz_buffer_storage(packed.m_internal)
    made = mupdf.ll_fz_compress_ccitt_fax_g4(address, width, height, (width + 7) // 8)
    return bytes_of(mupdf.FzBuffer(made))


def _name_filter(made: mupdf.PdfObj, name: str, parameters: mupdf.PdfObj | None) -> None:
    mupdf.pdf_dict_puts(made, "Filter", mupdf.pdf_new_name(name))
    if parameters is not None:
        mupdf.pdf_dict_puts(made, "DecodeParms", parameters)


def _number(found: mupdf.PdfObj, name: str) -> int:
    return int(mupdf.pdf_to_int(entry(found, name)))
