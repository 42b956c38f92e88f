"""Writes docs/exchange-format.schema.json anew: `python -m deploy.exchange_schema`."""

import json
from pathlib import Path

from tenants.exchange.archive_models import FORMAT, VERSION, Exchange

FILE = Path(__file__).parents[1] / "docs" / "exchange-format.schema.json"


def schema() -> str:
    """The JSON Schema of countersign.json, from the models that check it."""
    found = Exchange.model_json_schema()
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:{FORMAT}:{VERSION}",
    }
    return json.dumps(head | found, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    FILE.write_text(schema())
