"""Takes over the data of images so that every engine decodes the same picture from it.

JPEG data are kept, and so is deflated data that unpacks without a fault. Everything else is
decoded by MuPDF and written anew: what engines disagree about (truncated data, wrong lengths, the
variants of fax and JBIG2 coding, chains of filters) is settled by the one that reads it here.
"""

import zlib
from typing import TYPE_CHECKING

from pymupdf import mupdf

from actors.pdf.walking import bytes_of, entry, items, name_of, number_of

if TYPE_CHECKING:
    from actors.pdf.canonical import Canon

BLOCK = 1 << 16
DEFLATED = ("FlateDecode", "Fl")
JPEG, JPEG_2000 = ("DCTDecode", "DCT"), ("JPXDecode",)


def encoded(canon: "Canon", found: mupdf.PdfObj, made: mupdf.PdfObj) -> tuple[bytes, bool]:
    """The data for the copy `made` of an image's dictionary, and whether they are compressed.

    Names the filter in the copy.
    """
    names, parameters = _filters(found)
    if len(names) == 1 and names[0] in DEFLATED:
        raw = bytes_of(mupdf.pdf_load_raw_stream(found))
        if _unpacks(raw):
            _name_filter(made, "FlateDecode", _prediction(canon, parameters[0]))
            return raw, True
    if names and names[-1] in JPEG + JPEG_2000:
        return _photograph(canon, found, made, names[-1], parameters[-1]), True
    data = bytes_of(mupdf.pdf_load_stream(found))
    width, height = _number(made, "Width"), _number(made, "Height")
    if not _is_bilevel(made) or not width or not height:
        return data, False
    line = (width + 7) // 8
    _name_filter(made, "CCITTFaxDecode", _fax(canon, width, height))
    return _faxed(data[: line * height].ljust(line * height, b"\0"), width, height), True


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


def _unpacks(raw: bytes) -> bool:
    """Whether it is one whole deflated stream and nothing else."""
    unpacker = zlib.decompressobj()
    try:
        rest = raw
        while rest and not unpacker.eof:
            unpacker.decompress(rest, BLOCK)
            rest = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof and unpacker.unused_data.strip() == b""


def _prediction(canon: "Canon", parameters: mupdf.PdfObj) -> mupdf.PdfObj | None:
    predictor = _number(parameters, "Predictor")
    if predictor < 2:
        return None
    defaults = {"Predictor": 1, "Colors": 1, "BitsPerComponent": 8, "Columns": 1}
    numbers = {name: _number(parameters, name) or usual for name, usual in defaults.items()}
    return canon.dictionary(**{name: mupdf.pdf_new_int(one) for name, one in numbers.items()})


def _photograph(
    canon: "Canon", found: mupdf.PdfObj, made: mupdf.PdfObj, name: str, parameters: mupdf.PdfObj
) -> bytes:
    transform = entry(parameters, "ColorTransform")
    known = name in JPEG and mupdf.pdf_is_int(transform)
    kept = canon.dictionary(ColorTransform=transform) if known else None
    _name_filter(made, "DCTDecode" if name in JPEG else "JPXDecode", kept)
    buffer = mupdf.pdf_load_compressed_stream(canon.source_pdf, number_of(found), 0)
    data = mupdf.ll_fz_keep_buffer(buffer.m_internal.buffer)
    return bytes_of(mupdf.FzBuffer(data))


def _is_bilevel(made: mupdf.PdfObj) -> bool:
    if mupdf.pdf_to_bool(entry(made, "ImageMask")):
        return True
    space = entry(made, "ColorSpace")
    return (
        _number(made, "BitsPerComponent") == 1
        and not (
            mupdf.pdf_is_array(space)
            and mupdf.pdf_array_len(space) > 3  # one colour of several
            and name_of(mupdf.pdf_array_get(space, 0)) == "DeviceN"
        )
        and name_of(space) not in ("DeviceRGB", "DeviceCMYK")
    )


def _fax(canon: "Canon", width: int, height: int) -> mupdf.PdfObj:
    numbers = {"K": -1, "Columns": width, "Rows": height}
    made = canon.dictionary(**{name: mupdf.pdf_new_int(one) for name, one in numbers.items()})
    mupdf.pdf_dict_puts(made, "BlackIs1", mupdf.PDF_TRUE)
    return made


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
