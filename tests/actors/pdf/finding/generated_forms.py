"""Makes 60 forms and contracts in many layouts and languages, and says where one writes on them."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pymupdf

LEFT, RIGHT, TOP = 64.0, 531.0, 70.0
WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "Service agreement",
        "signature": "Signature",
        "date": "Date",
        "name": "Name",
        "email": "E-mail",
        "company": "Company",
        "place": "City",
        "address": "Address",
        "phone": "Phone",
        "position": "Title",
        "first": "Client",
        "second": "Contractor",
        "yes": "I agree to the terms",
        "no": "I would like to be called back",
        "prose": "This agreement is between %s and the other party, for the sum of %s.",
        "text": "The supplier delivers the goods on the agreed day, and the customer pays.",
        "contents": "Contents",
        "under": "Terms of delivery",
    },
    "de": {
        "title": "Dienstleistungsvertrag",
        "signature": "Unterschrift",
        "date": "Datum",
        "name": "Name",
        "email": "E-Mail",
        "company": "Firma",
        "place": "Ort",
        "address": "Anschrift",
        "phone": "Telefon",
        "position": "Funktion",
        "first": "Auftraggeber",
        "second": "Auftragnehmer",
        "yes": "Ich stimme den Bedingungen zu",
        "no": "Ich bitte um einen Rückruf",
        "prose": "Dieser Vertrag wird zwischen %s und der anderen Seite über %s geschlossen.",
        "text": "Der Lieferant liefert die Ware am vereinbarten Tag, und der Kunde bezahlt sie.",
        "contents": "Inhalt",
        "under": "Lieferbedingungen",
    },
    "fr": {
        "title": "Contrat de prestation",
        "signature": "Signature",
        "date": "Date",
        "name": "Nom et prénom",
        "email": "Courriel",
        "company": "Société",
        "place": "Lieu",
        "address": "Adresse",
        "phone": "Téléphone",
        "position": "Fonction",
        "first": "Client",
        "second": "Prestataire",
        "yes": "J'accepte les conditions",
        "no": "Je souhaite être rappelé",
        "prose": "Le présent contrat lie %s et l'autre partie, pour un montant de %s.",
        "text": "Le fournisseur livre les marchandises au jour convenu, et le client les paie.",
        "contents": "Sommaire",
        "under": "Conditions de livraison",
    },
    "es": {
        "title": "Contrato de servicios",
        "signature": "Firma",
        "date": "Fecha",
        "name": "Nombre y apellidos",
        "email": "Correo electrónico",
        "company": "Empresa",
        "place": "Lugar",
        "address": "Dirección",
        "phone": "Teléfono",
        "position": "Cargo",
        "first": "Arrendador",
        "second": "Arrendatario",
        "yes": "Acepto las condiciones",
        "no": "Deseo que me llamen",
        "prose": "Este contrato se celebra entre %s y la otra parte por la suma de %s.",
        "text": "El proveedor entrega la mercancía el día acordado, y el cliente la paga.",
        "contents": "Contenido",
        "under": "Condiciones de entrega",
    },
    "pl": {
        "title": "Umowa o dzieło",
        "signature": "Podpis",
        "date": "Data",
        "name": "Imię i nazwisko",
        "email": "Adres e-mail",
        "company": "Firma",
        "place": "Miejscowość",
        "address": "Adres",
        "phone": "Telefon",
        "position": "Stanowisko",
        "first": "Zamawiający",
        "second": "Wykonawca",
        "yes": "Akceptuję warunki",
        "no": "Proszę o kontakt",
        "prose": "Umowa zostaje zawarta pomiędzy %s a drugą stroną na kwotę %s.",
        "text": "Dostawca dostarcza towar w umówionym dniu, a klient za niego płaci.",
        "contents": "Spis treści",
        "under": "Warunki dostawy",
    },
}
ASKED = {
    "signature": "signature",
    "date": "date",
    "name": "name",
    "email": "email",
    "company": "company",
    "place": "place",
    "address": "address",
    "phone": "phone",
    "position": "title",
}


@dataclass(frozen=True)
class WritingPlace:
    """`y` is the line that is written on, from `x0` to `x1`; `side` counts the parties from 1."""

    asks: str
    page: int
    x0: float
    x1: float
    y: float
    side: int = 0


@dataclass
class Form:
    name: str
    pdf: bytes
    places: list[WritingPlace]


@dataclass
class Sheet:
    """A page that is being written, from its top down."""

    language: str
    dice: random.Random
    document: pymupdf.Document
    page: pymupdf.Page
    y: float = TOP
    size: float = 11.0
    places: list[WritingPlace] = field(default_factory=list)
    font: pymupdf.Font = field(default_factory=lambda: pymupdf.Font("helv"))

    def word(self, name: str) -> str:
        return WORDS[self.language][name]

    def write(self, x: float, y: float, text: str, size: float | None = None) -> float:
        """Where the text ends."""
        writer = pymupdf.TextWriter(self.page.rect)
        writer.append((x, y), text, font=self.font, fontsize=size or self.size)
        writer.write_text(self.page)
        return x + self.font.text_length(text, size or self.size)

    def line(self, x0: float, x1: float, y: float, **how: object) -> None:
        self.page.draw_line((x0, y), (x1, y), width=0.7, **how)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self.page.draw_rect((x0, y0, x1, y1), width=0.7)

    def asks(self, name: str, x0: float, x1: float, y: float, side: int = 0) -> None:
        number = self.page.number + 1
        self.places.append(WritingPlace(ASKED.get(name, name), number, x0, x1, y, side))

    def down(self, points: float) -> float:
        self.y += points
        return self.y

    def prose(self, lines: int) -> None:
        for _ in range(lines):
            self.write(LEFT, self.down(15), self.word("text"), 10.5)
        self.down(10)


def underscores(sheet: Sheet) -> None:
    for name in ("name", "address", "email", "signature", "date"):
        end = sheet.write(LEFT, sheet.down(32), f"{sheet.word(name)}: ")
        count = sheet.dice.randint(18, 40)
        stop = sheet.write(end + 2, sheet.y, "_" * count)
        sheet.asks(name, end + 2, stop, sheet.y + 2)


def rules_beside(sheet: Sheet) -> None:
    column = sheet.dice.choice((130.0, 160.0, 190.0))
    for name in ("company", "name", "position", "signature", "date"):
        sheet.write(LEFT, sheet.down(34), sheet.word(name) + sheet.dice.choice((":", "")))
        start, end = LEFT + column - 60, LEFT + column + sheet.dice.randint(110, 240)
        start = max(start, LEFT + sheet.font.text_length(sheet.word(name), 11) + 8)
        sheet.line(start, end, sheet.y + 2)
        sheet.asks(name, start, end, sheet.y + 2)


def rules_above_captions(sheet: Sheet) -> None:
    sheet.down(60)
    size = sheet.dice.choice((8.0, 9.0, 10.0))
    wide = sheet.dice.randint(150, 200)
    for number, name in enumerate(("place", "date")):
        start = LEFT + 250 * number
        sheet.line(start, start + wide, sheet.y)
        sheet.write(start, sheet.y + size + 3, sheet.word(name), size)
        sheet.asks(name, start, start + wide, sheet.y)
    sheet.down(60)
    for number, name in enumerate(("name", "signature")):
        start = LEFT + 250 * number
        sheet.line(start, start + wide, sheet.y)
        text = f"({sheet.word(name)})"
        indent = (wide - sheet.font.text_length(text, size)) / 2
        sheet.write(start + max(indent, 0), sheet.y + size + 3, text, size)
        sheet.asks(name, start, start + wide, sheet.y)


def captions_above_rules(sheet: Sheet) -> None:
    for row in (("name", "company"), ("email", "phone"), ("date", "signature")):
        sheet.down(52)
        for number, name in enumerate(row):
            start = LEFT + 245 * number
            sheet.write(start, sheet.y - 24, sheet.word(name), 9)
            sheet.line(start, start + 215, sheet.y)
            sheet.asks(name, start, start + 215, sheet.y)


def dotted_leaders(sheet: Sheet) -> None:
    dot = sheet.dice.choice((".", ". ", "…"))
    for name in ("name", "phone", "place", "date", "signature"):
        end = sheet.write(LEFT, sheet.down(30), sheet.word(name) + sheet.dice.choice((" ", ": ")))
        stop = sheet.write(end, sheet.y, dot * (70 if dot == "." else 34 if dot == ". " else 20))
        sheet.asks(name, end, stop, sheet.y + 1.5)


def nothing_after_the_colon(sheet: Sheet) -> None:
    for name in ("name", "position", "company", "date", "signature"):
        end = sheet.write(LEFT, sheet.down(38), f"{sheet.word(name)}:")
        sheet.asks(name, end + 4, end + 120, sheet.y + 2)


def boxes(sheet: Sheet) -> None:
    for name in ("name", "address", "email", "date", "signature"):
        tall = 48 if name == "signature" else 24
        sheet.down(tall + 18)
        sheet.write(LEFT, sheet.y - tall - 4, sheet.word(name), 9)
        sheet.box(LEFT, sheet.y - tall, LEFT + 300, sheet.y)
        sheet.asks(name, LEFT, LEFT + 300, sheet.y)


def boxes_with_labels_inside(sheet: Sheet) -> None:
    sheet.down(20)
    for row in (("name", "company"), ("phone", "email"), ("date", "signature")):
        for number, name in enumerate(row):
            start = LEFT + 233 * number
            sheet.box(start, sheet.y, start + 233, sheet.y + 44)
            sheet.write(start + 4, sheet.y + 11, sheet.word(name), 8)
            sheet.asks(name, start, start + 233, sheet.y + 44)
        sheet.down(44)


def table_of_answers(sheet: Sheet) -> None:
    sheet.down(20)
    column = sheet.dice.choice((130, 170))
    for name in ("name", "address", "company", "phone", "date", "signature"):
        tall = 40 if name == "signature" else 24
        sheet.box(LEFT, sheet.y, LEFT + column, sheet.y + tall)
        sheet.box(LEFT + column, sheet.y, RIGHT, sheet.y + tall)
        sheet.write(LEFT + 5, sheet.y + 15, sheet.word(name), 10)
        sheet.asks(name, LEFT + column, RIGHT, sheet.y + tall)
        sheet.down(tall)


def table_with_head(sheet: Sheet) -> None:
    sheet.down(20)
    wide = (RIGHT - LEFT) / 3
    for row in range(4):
        for number, name in enumerate(("name", "date", "signature")):
            start = LEFT + wide * number
            sheet.box(start, sheet.y, start + wide, sheet.y + 28)
            if row == 0:
                sheet.write(start + 6, sheet.y + 18, sheet.word(name), 10)
            else:
                sheet.asks(name, start, start + wide, sheet.y + 28)
        sheet.down(28)


def two_columns(sheet: Sheet) -> None:
    sheet.down(30)
    top = sheet.y
    for number, party in enumerate(("first", "second")):
        start, sheet.y = LEFT + 245 * number, top
        sheet.write(start, sheet.y, sheet.word(party), 12)
        for name in ("signature", "name", "date"):
            sheet.down(44 if name == "signature" else 28)
            end = sheet.write(start, sheet.y, f"{sheet.word(name)}: ")
            stop = start + 215
            if sheet.dice.random() < 0.5:
                sheet.line(end + 3, stop, sheet.y + 2)
            else:
                stop = sheet.write(end + 3, sheet.y, "_" * int((stop - end) / 6.3))
            sheet.asks(name, end + 3, stop, sheet.y + 2, number + 1)


def stacked_sides(sheet: Sheet) -> None:
    for number, party in enumerate(("first", "second")):
        sheet.write(LEFT, sheet.down(40), sheet.word(party), 12)
        sheet.line(LEFT, LEFT + 200, sheet.down(50))
        sheet.write(LEFT, sheet.y + 11, sheet.word("signature"), 9)
        sheet.asks("signature", LEFT, LEFT + 200, sheet.y, number + 1)
        sheet.line(LEFT + 250, LEFT + 400, sheet.y)
        sheet.write(LEFT + 250, sheet.y + 11, sheet.word("date"), 9)
        sheet.asks("date", LEFT + 250, LEFT + 400, sheet.y, number + 1)
        sheet.down(14)


def columns_named_below(sheet: Sheet) -> None:
    sheet.down(70)
    for number, party in enumerate(("first", "second")):
        start = LEFT + 245 * number
        sheet.line(start, start + 210, sheet.y)
        sheet.write(start, sheet.y + 12, f"{sheet.word('signature')} {sheet.word(party)}", 9)
        sheet.asks("signature", start, start + 210, sheet.y, number + 1)
        sheet.write(start, sheet.y + 46, f"{sheet.word('date')}:", 9)
        end = start + sheet.font.text_length(f"{sheet.word('date')}:", 9) + 6
        sheet.line(end, start + 150, sheet.y + 48)
        sheet.asks("date", end, start + 150, sheet.y + 48, number + 1)


def blanks_in_prose(sheet: Sheet) -> None:
    before, between, after = sheet.word("prose").split("%s")
    end = sheet.write(LEFT, sheet.down(30), before, 10)
    stop = sheet.write(end, sheet.y, "_" * 14, 10)
    sheet.asks("text", end, stop, sheet.y + 2)
    sheet.write(LEFT, sheet.down(18), between, 10)
    end = LEFT + sheet.font.text_length(between, 10)
    stop = sheet.write(end, sheet.y, "_" * 10, 10)
    sheet.asks("text", end, stop, sheet.y + 2)
    sheet.write(stop, sheet.y, after, 10)
    for name in ("date", "signature", "name"):
        end = sheet.write(LEFT, sheet.down(34), f"{sheet.word(name)} ")
        stop = sheet.write(end, sheet.y, "__/__/____" if name == "date" else "_" * 30)
        sheet.asks(name, end, stop, sheet.y + 2)


def boxes_to_tick(sheet: Sheet) -> None:
    for name in ("yes", "no"):
        sheet.down(26)
        side = sheet.dice.choice((9, 11, 13))
        sheet.box(LEFT, sheet.y - side + 1, LEFT + side, sheet.y + 1)
        sheet.write(LEFT + side + 7, sheet.y, sheet.word(name))
        sheet.asks("checkbox", LEFT, LEFT + side, sheet.y + 1)
    sheet.line(LEFT, LEFT + 190, sheet.down(64), dashes="[2 2] 0")
    sheet.write(LEFT, sheet.y + 12, f"{sheet.word('signature')}", 9)
    sheet.asks("signature", LEFT, LEFT + 190, sheet.y)
    sheet.line(LEFT + 260, LEFT + 400, sheet.y, dashes="[2 2] 0")
    sheet.write(LEFT + 260, sheet.y + 12, sheet.word("date"), 9)
    sheet.asks("date", LEFT + 260, LEFT + 400, sheet.y)


def hairlines(sheet: Sheet) -> None:
    """The label is on the line that is written on."""
    for name in ("name", "email", "place", "date", "signature"):
        end = sheet.write(LEFT, sheet.down(36), sheet.word(name), 9)
        sheet.line(LEFT, LEFT + 330, sheet.y + 3)
        sheet.asks(name, end + 5, LEFT + 330, sheet.y + 3)


def two_on_a_line(sheet: Sheet) -> None:
    for row in (("place", "date"), ("name", "signature")):
        sheet.down(44)
        for number, name in enumerate(row):
            start = LEFT + 240 * number
            end = sheet.write(start, sheet.y, f"{sheet.word(name)}: ", 10)
            stop = start + 222
            count = int((stop - end) / sheet.font.text_length("_", 10))
            stop = sheet.write(end, sheet.y, "_" * count, 10)
            sheet.asks(name, end, stop, sheet.y + 2)


LAYOUTS: tuple[Callable[[Sheet], None], ...] = (
    underscores,
    rules_beside,
    rules_above_captions,
    captions_above_rules,
    dotted_leaders,
    nothing_after_the_colon,
    boxes,
    boxes_with_labels_inside,
    table_of_answers,
    table_with_head,
    two_columns,
    stacked_sides,
    columns_named_below,
    blanks_in_prose,
    boxes_to_tick,
    hairlines,
    two_on_a_line,
)


def with_contents(sheet: Sheet) -> None:
    """Dotted lines that lead to numbers are none to write on."""
    sheet.write(LEFT, sheet.down(24), sheet.word("contents"), 13)
    for number in range(4):
        end = sheet.write(LEFT, sheet.down(16), f"{number + 1} {sheet.word('under')} ", 10)
        dots = int((RIGHT - 30 - end) / sheet.font.text_length(".", 10))
        sheet.write(end, sheet.y, "." * dots, 10)
        sheet.write(RIGHT - 20, sheet.y, str(3 + number * 4), 10)


def with_underlined_heading(sheet: Sheet) -> None:
    end = sheet.write(LEFT, sheet.down(28), sheet.word("under"), 12)
    sheet.line(LEFT, end, sheet.y + 2)
    sheet.prose(2)


def with_prices(sheet: Sheet) -> None:
    """A table that is filled already."""
    sheet.down(16)
    for row in range(3):
        for column in range(3):
            start = LEFT + 120 * column
            sheet.box(start, sheet.y, start + 120, sheet.y + 20)
            text = (
                f"{(row + 2) * (column + 3) * 17},00" if column else f"{sheet.word('under')[:14]}"
            )
            sheet.write(start + 4, sheet.y + 14, text, 9)
        sheet.down(20)
    sheet.down(10)


def with_answers(sheet: Sheet) -> None:
    """What follows these labels is there already."""
    sheet.write(LEFT, sheet.down(22), f"{sheet.word('name')}: Anna Kowalska-Meyer", 10)
    sheet.write(LEFT, sheet.down(16), f"{sheet.word('address')}: 12 Rue de la Paix, Lyon", 10)
    sheet.write(LEFT, sheet.down(16), f"{sheet.word('date')}: 12.03.2026", 10)
    sheet.down(10)


def with_separators(sheet: Sheet) -> None:
    sheet.line(LEFT, RIGHT, sheet.down(10))
    sheet.prose(1)
    sheet.line(LEFT, RIGHT, sheet.y)
    sheet.down(8)


DISTRACTIONS: tuple[Callable[[Sheet], None], ...] = (
    with_contents,
    with_underlined_heading,
    with_prices,
    with_answers,
    with_separators,
)


def forms(count: int = 60) -> Iterator[Form]:
    """The same each time. Each has a layout, a language, and one or two things that mislead."""
    languages = list(WORDS)
    for number in range(count):
        dice = random.Random(number)
        layout = LAYOUTS[number % len(LAYOUTS)]
        language = languages[(number + number // len(LAYOUTS)) % len(languages)]
        document = pymupdf.open()
        sheet = Sheet(language, dice, document, document.new_page())
        sheet.write(LEFT, sheet.down(0), sheet.word("title"), 17)
        sheet.line(LEFT, RIGHT, sheet.y + 8, color=(0.6, 0.6, 0.6))
        sheet.down(12)
        sheet.prose(dice.randint(1, 3))
        for distraction in dice.sample(DISTRACTIONS, dice.randint(1, 2)):
            distraction(sheet)
        if dice.random() < 0.3:
            sheet.page = document.new_page()
            sheet.y = TOP
        layout(sheet)
        sheet.line(LEFT, RIGHT, 800, color=(0.6, 0.6, 0.6))
        sheet.write(LEFT, 812, f"{sheet.word('title')} · {sheet.page.number + 1}", 8)
        name = f"{number:02}-{layout.__name__}-{language}"
        yield Form(name, document.tobytes(garbage=3, deflate=True), sheet.places)
