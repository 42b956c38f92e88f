"""
Sends a PDF to a host, who hands their device to the signer.

Usage: in_person.py FILE SIGNER HOST E-MAIL
"""

import json
import os
import sys
from pathlib import Path

import httpx

file, (signer, host, email) = Path(sys.argv[1]), sys.argv[2:5]
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
place = {"kind": "signature", "page": 1, "x": 72, "y": 600, "width": 160, "height": 40}
envelope = {
    "name": "Handover of the keys",
    "status": "sent",
    "documents": [{"name": file.name, "file": "handover"}],
    "recipients": [
        {
            "role": "in_person",
            "name": signer,
            "options": {"host_name": host, "host_email": email},
            "fields": [place],
        }
    ],
}
sent = api.post(
    "/envelopes",
    headers={"Idempotency-Key": f"handover-{file.name}"},
    data={"envelope": json.dumps(envelope)},
    files={"handover": (file.name, file.read_bytes(), "application/pdf")},
).raise_for_status()
print(sent.json()["id"])
