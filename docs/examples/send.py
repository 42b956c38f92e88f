"""Sends a PDF to one signer and waits until it is on its way. Usage: send.py FILE [NAME E-MAIL]"""

import json
import os
import sys
import time
from pathlib import Path

import httpx

file = Path(sys.argv[1])
name, email = sys.argv[2:4] if len(sys.argv) > 3 else ("Ana Ruiz", "ana@example.com")
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
place = {"kind": "signature", "page": 1, "x": 72, "y": 600, "width": 160, "height": 40}
envelope = {
    "name": "Lease of Harbour Street 12",
    "status": "sent",
    "documents": [{"name": file.name, "file": "lease"}],
    "recipients": [{"name": name, "email": email, "fields": [place]}],
}
made = api.post(
    "/envelopes",
    headers={"Idempotency-Key": f"lease-{file.name}-{email}"},
    data={"envelope": json.dumps(envelope)},
    files={"lease": (file.name, file.read_bytes(), "application/pdf")},
).raise_for_status()

answer = made.json()
while answer["sending"] == "waiting":  # its pages are being made
    time.sleep(1)
    answer = api.get(f"/envelopes/{answer['id']}").raise_for_status().json()
if answer["sending"] == "refused":
    sys.exit(f"Not sent: {answer['sending_problem']}")
print(answer["id"])
