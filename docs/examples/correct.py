"""Corrects the address of the first recipient. Usage: correct.py ENVELOPE E-MAIL"""

import os
import sys

import httpx

envelope, email = sys.argv[1:3]
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
recipients = api.get(f"/envelopes/{envelope}").raise_for_status().json()["recipients"]
corrected = api.post(
    f"/envelopes/{envelope}/corrections",
    json={"recipients": [{"id": recipients[0]["id"], "email": email}]},
).raise_for_status()
print(corrected.json()["recipients"][0]["email"])
