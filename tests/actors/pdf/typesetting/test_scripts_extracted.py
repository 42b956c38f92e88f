"""A value in any script is read out of the sealed page in logical order, by three readers."""

import io
import subprocess
import unicodedata

import pymupdf
import pypdf
import pytest

from actors.pdf.stamp.stamp import StampedValue, burn_in
from actors.pdf.typesetting import visual_order
from core.fields.kind import Printed
from core.fields.text_look import TextLook
from tests.actors.pdf import pdfs

VALUES = {
    "latin": "Jörg Łukasz Åse",
    "vietnamese": "Nguyễn Thị Ánh",
    "greek": "Ἀθηνᾶ Υπογράφουσα",
    "cyrillic": "Олександр Їжак",
    "armenian": "Արմեն Սարգսյան",
    "georgian": "გიორგი",
    "hebrew": "חותם ראשון",
    "arabic": "موقّع أول",
    "persian": "پارسا گلچین",
    "urdu": "ڈاکٹر ٹیپو",
    "hindi": "हस्ताक्षरकर्ता",
    "bengali": "স্বাক্ষরকারী",
    "tamil": "கையொப்பமிடுபவர்",
    "telugu": "సంతకందారు",
    "malayalam": "ഒപ്പിടുന്നയാൾ",
    "sinhala": "අත්සන් කරන්නා",
    "thai": "ผู้ลงนาม",
    "khmer": "អ្នកចុះហត្ថលេខា",
    "burmese": "လက်မှတ်ထိုးသူ",
    "amharic": "ፈራሚ",
    "chinese": "王小明签名",
    "japanese": "署名者 一郎カナ",
    "korean": "김서명",
    "emoji": "ok 😀 👍",
    "joined emoji": "👩\u200d👩\u200d👧 🇩🇪",
    "currencies": "€ 1.234,56 ₹ ₺ ₽",
}


def plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


@pytest.fixture(scope="module", params=VALUES)
def stamped(request: pytest.FixtureRequest) -> tuple[str, bytes]:
    mark = StampedValue(1, 60, 600, 300, 30, Printed.TEXT, VALUES[request.param])
    return VALUES[request.param], burn_in(pdfs.contract(1), (mark,))


def test_mupdf_reads_it(stamped: tuple[str, bytes]) -> None:
    with pymupdf.open("pdf", stamped[1]) as pdf:
        assert stamped[0] in plain(pdf[0].get_text())


def test_pypdf_reads_it(stamped: tuple[str, bytes]) -> None:
    assert stamped[0] in plain(pypdf.PdfReader(io.BytesIO(stamped[1])).pages[0].extract_text())


@pdfs.needs_poppler
def test_poppler_reads_it(stamped: tuple[str, bytes]) -> None:
    command = ["pdftotext", "-", "-"]
    found = subprocess.run(command, input=stamped[1], capture_output=True, check=True)
    turned = str.maketrans("", "", "\u202a\u202b\u202c")

    assert stamped[0] in plain(found.stdout.decode().translate(turned))


TWO_WAYS = [
    "חוזה 123 דירה",
    "شارع 123",
    "رقم 123 شارع 45",
    "דירה 12-34 קומה 5",
    "المبلغ 1,234.56 ريال",
    "מחיר 5% הנחה",
    "abc שלום 123 def",
    "חוזה ABC 123 דירה",
    "123 שלום",
    "רחוב (12) שלום",
    "ABC (שלום) DEF",
]
MARKS = str.maketrans("", "", "\u200e\u200f\u202a\u202b\u202c")


@pytest.mark.parametrize("value", TWO_WAYS)
@pytest.mark.parametrize("page_of", ["its own", "english"])
@pdfs.needs_poppler
def test_numbers_and_names_in_a_line_that_runs_the_other_way_stay_in_order(
    value: str, page_of: str
) -> None:
    """Whatever way the rest of the page runs."""
    mark = StampedValue(1, 60, 600, 300, 30, Printed.TEXT, value)
    with pymupdf.open() as blank:
        blank.new_page()
        alone = blank.tobytes()

    sealed = burn_in(alone if page_of == "its own" else pdfs.contract(1), (mark,))

    command = ["pdftotext", "-", "-"]
    found = subprocess.run(command, input=sealed, capture_output=True, check=True)
    with pymupdf.open("pdf", sealed) as pdf:
        assert value in plain(pdf[0].get_text().translate(MARKS))
    assert value in plain(found.stdout.decode().translate(MARKS))


@pytest.mark.parametrize(
    ("line", "seen"),
    [
        ("abc", "abc"),
        ("שלום", "םולש"),
        ("abc שלום def", "abc םולש def"),
        ("שלום 12 abc", "abc 12 םולש"),
        ("רחוב (12)", ")12( בוחר"),
        ("שכר 1,234.56", "1,234.56 רכש"),
        ("", ""),
    ],
)
def test_letters_stand_in_the_order_in_which_they_are_seen(line: str, seen: str) -> None:
    assert "".join(line[at] for at in visual_order.order(line)) == seen


@pytest.mark.parametrize("text", ["12345", "ABCDEFGH", "שלום"])
def test_each_letter_stands_in_its_cell_and_all_are_one_word(text: str) -> None:
    mark = StampedValue(1, 100, 300, 240, 24, Printed.TEXT, text, look=TextLook(cells=8))

    with pymupdf.open() as blank:
        blank.new_page()
        stamped = burn_in(blank.tobytes(), (mark,))

    with pymupdf.open("pdf", stamped) as pdf:
        assert pdf[0].get_text().split() == [text]
        for cell in range(8):
            inside = pymupdf.Rect(100 + 30 * cell, 300, 130 + 30 * cell, 324)
            is_inked = min(pdf[0].get_pixmap(clip=inside).samples) < 128
            assert is_inked is (cell < len(text))


@pytest.mark.parametrize(
    ("look", "font"),
    [
        (TextLook(), "Helvetica"),
        (TextLook(family="serif"), "Times"),
        (TextLook(family="mono", bold=True), "Courier-Bold"),
    ],
)
def test_a_value_is_set_in_the_font_and_color_that_were_chosen(look: TextLook, font: str) -> None:
    mark = StampedValue(1, 100, 300, 240, 24, Printed.TEXT, "Zyx", look=look)

    with pymupdf.open("pdf", burn_in(pdfs.contract(1), (mark,))) as pdf:
        spans = [
            span
            for block in pdf[0].get_text("dict")["blocks"]
            for line in block.get("lines", ())
            for span in line["spans"]
            if span["text"] == "Zyx"
        ]

    assert font in spans[0]["font"]
    assert ("Bold" in spans[0]["font"]) is look.bold
    assert spans[0]["color"] == 24 << 16 | 32 << 8 | 72
