"""What a signer types into a field of each kind, and what comes of it: for tests of all kinds."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from core.fields import kinds
from core.fields.field import Field


@dataclass(frozen=True)
class FieldSample:
    """
    `typed` is what a form sends, `wrong` are values that are refused with a sentence, `printed` is
    a word of what the sealed page says.
    """

    kind: str
    typed: str
    printed: str
    wrong: tuple[str, ...] = ()
    properties: dict[str, Any] = field(default_factory=dict)

    def placed(self, document_id: UUID, recipient_id: UUID, row: int) -> Field:
        """As large as from the palette, below each other."""
        kind = kinds.named(self.kind)
        box = (1, 60.0, 60.0 + 40 * row, *kind.size)
        return Field(
            uuid4(), document_id, (recipient_id,), kind, *box, properties=dict(self.properties)
        )


SAMPLES = (
    FieldSample(
        "text",
        "LX-12",
        "LX-12",
        wrong=("lx 12", "ABC-1234567"),
        properties={"pattern": "[A-Z]+-[0-9]+", "length": 8, "font_size": 14},
    ),
    FieldSample("checkbox", "true", "x"),
    FieldSample("dropdown", "Blue, dark", "Blue", ("Red",), {"options": ["Blue, dark", "Green"]}),
    FieldSample("radio", "No", "No", ("Perhaps",), {"options": ["Yes", "No"]}),
    FieldSample("radio_button", "true", "x", properties={"group": "answer"}),
    FieldSample(
        "number",
        "12,5",
        "12,5",
        wrong=("twelve", "1.000,5", "0", "100.01", "9" * 31, "1e9", "-", "\u0661"),
        properties={"minimum": "1", "maximum": "100"},
    ),
    FieldSample(
        "table",
        '[["Chair","2","10"]]',
        "20.00",
        wrong=('[["Chair","two","10"]]', "[[]]", "Chair", '[["Chair","2","10"],["Desk","1","9"]]'),
        properties={
            "columns": ["Item", "Quantity: number", "Price: number", "Amount = quantity * price"],
            "decimals": "2",
            "lines_maximum": 1,
        },
    ),
    FieldSample("date", "2026-02-28", "2026-02-28", ("2026-02-30", "28.2.2026", "today")),
    FieldSample("full_name", "Ana Lima", "Ana Lima", ("x" * 501,)),
    FieldSample("email", "ana@example.com", "ana@example.com", ("ana", "a@b", "a b@example.com")),
    FieldSample("company", "Example & Sons", "Example & Sons", ("x" * 31,), {"length": 30}),
    FieldSample("title", "Managing director", "Managing director", ("x" * 501,)),
    FieldSample("address", "12 High Street, Oxford", "12 High Street, Oxford", ("x" * 501,)),
    FieldSample("occupation", "Cabinet maker", "Cabinet maker", ("x" * 501,)),
    FieldSample("phone", "+491511234567", "+49 1511234567", ("0151 1234567", "12", "+49x")),
    FieldSample("strikethrough", "true", ""),
    FieldSample("approve", "Approved", "Approved"),
    FieldSample(
        "payment",
        "Payment page opened",
        "Payment page",
        properties={"link": "https://pay.example.com/12"},
    ),
)
