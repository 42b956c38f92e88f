"""Sends a template to each line of "NAME,E-MAIL" of a file. Usage: bulk_send.py TEMPLATE FILE"""

import csv
import os
import sys
import time
from pathlib import Path

import httpx

template, file = sys.argv[1], Path(sys.argv[2])
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
role = api.get(f"/templates/{template}").raise_for_status().json()["roles"][0]["name"]
with file.open(newline="", encoding="utf-8") as lines:
    rows = [
        {"roles": [{"role": role, "name": name, "email": email}]}
        for name, email in csv.reader(lines)
    ]
bulk = (
    api.post(
        "/bulk-sends",
        headers={"Idempotency-Key": f"bulk-{file.name}"},
        json={"template_id": template, "rows": rows},
    )
    .raise_for_status()
    .json()
)
while bulk["state"] != "checked":
    time.sleep(1)
    bulk = api.get(f"/bulk-sends/{bulk['id']}").raise_for_status().json()
ready = bulk["counts"].get("ready", 0)
if ready < len(rows):
    print(f"{len(rows) - ready} rows are wrong and are left out", file=sys.stderr)
api.post(f"/bulk-sends/{bulk['id']}/start", json={"rows": ready}).raise_for_status()
print(bulk["id"])
