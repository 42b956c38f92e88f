"""
The address of a signing page for a frame of your own. Usage: embedded_signing.py ENVELOPE ORIGIN

Your page shows it with embedded.js, as docs/embedded-signing.md says.
"""

import os
import sys

import httpx

envelope, origin = sys.argv[1:3]
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
recipients = api.get(f"/envelopes/{envelope}").raise_for_status().json()["recipients"]
path = f"/envelopes/{envelope}/recipients/{recipients[0]['id']}/embedded-signing"
opened = api.post(path, json={"origin": origin}).raise_for_status().json()
print(opened["url"])  # works once, for five minutes
