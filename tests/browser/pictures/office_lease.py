"""A short contract, so that pictures show what people send."""

import pymupdf

CLAUSES = (
    ("1. Premises", "The landlord lets to the tenant the office on the second floor, with the use"
     " of the stairs, the lift and one parking space in the yard."),
    ("2. Term", "The lease begins on the first day of next month and runs for three years. It is"
     " renewed for one year at a time unless either side gives notice three months before."),
    ("3. Rent", "The monthly rent is due on the third working day of each month. Heating, water"
     " and cleaning of the shared rooms are settled once a year by what was used."),
    ("4. Care", "The tenant keeps the rooms in good order and may change them only with the"
     " landlord's agreement. What wears out by ordinary use is the landlord's to mend."),
    ("5. End", "At the end of the lease the tenant hands the rooms over clean and empty, with all"
     " keys. Both sides write down together what is found."),
)  # fmt: skip


def lease() -> bytes:
    document = pymupdf.open()
    page = document.new_page()
    page.insert_text((72, 90), "Office lease", fontsize=24, fontname="tiro")
    top = 120.0
    for title, words in CLAUSES:
        page.insert_text((72, top + 14), title, fontsize=12, fontname="tibo")
        page.insert_textbox((72, top + 20, 523, top + 70), words, fontsize=11, fontname="tiro")
        top += 68
    annex = document.new_page()
    annex.insert_text((72, 90), "Annex: keys and meters", fontsize=18, fontname="tiro")
    written: bytes = document.tobytes()
    return written
