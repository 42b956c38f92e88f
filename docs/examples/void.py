"""Ends an envelope before everyone has signed. Usage: void.py ENVELOPE REASON"""

import os
import sys

import httpx

envelope, reason = sys.argv[1:3]
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
voided = api.post(f"/envelopes/{envelope}/void", json={"reason": reason}).raise_for_status()
print(voided.json()["status"])
