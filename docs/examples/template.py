"""Sends what a template says to one person. Usage: template.py TEMPLATE NAME E-MAIL"""

import os
import sys

import httpx

template, name, email = sys.argv[1:4]
api = httpx.Client(
    base_url=os.environ["COUNTERSIGN_URL"] + "/api/v1",
    headers={"Authorization": f"Bearer {os.environ['COUNTERSIGN_KEY']}"},
    timeout=60,
)
roles = api.get(f"/templates/{template}").raise_for_status().json()["roles"]
sent = api.post(
    f"/templates/{template}/envelopes",
    headers={"Idempotency-Key": f"lease-of-{email}"},
    json={
        "status": "sent",
        "roles": [{"role": roles[0]["name"], "name": name, "email": email}],
    },
).raise_for_status()
print(sent.json()["id"])
