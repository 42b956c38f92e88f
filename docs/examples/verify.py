"""Prints whether a PDF was sealed here, and what speaks against it. Usage: verify.py FILE"""

import os
import sys
import time
from pathlib import Path

import httpx

file = Path(sys.argv[1])
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
parts = {"file": (file.name, file.read_bytes())}
found = api.post("/verifications", files=parts).raise_for_status().json()
while found["status"] == "processing":
    time.sleep(1)
    found = api.get(f"/verifications/{found['id']}").raise_for_status().json()
print(found["verdict"], *found["reasons"], sep="\n")
