"""Saves sealed documents and certificate. Usage: download.py ENVELOPE FOLDER"""

import os
import sys
from pathlib import Path

import httpx

envelope, folder = sys.argv[1], Path(sys.argv[2])
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
found = api.get(f"/envelopes/{envelope}").raise_for_status().json()
if found["status"] != "completed":
    sys.exit(f"Not completed yet: {found['status']}")
for document in found["documents"]:
    sealed = api.get(f"/envelopes/{envelope}/documents/{document['id']}/sealed").raise_for_status()
    (folder / f"{document['id']}.pdf").write_bytes(sealed.content)
certificate = api.get(f"/envelopes/{envelope}/certificate").raise_for_status()
(folder / "certificate.pdf").write_bytes(certificate.content)
