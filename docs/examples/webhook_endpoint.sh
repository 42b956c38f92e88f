#!/bin/sh
# Registers an address for webhooks and sends it a test event. Usage: webhook_endpoint.sh URL
# Prints the secret: keep it where webhook_receiver.py reads it.
set -eu
call() { curl -sS --fail-with-body -H "Authorization: Bearer $COUNTERSIGN_KEY" "$@"; }

made=$(jq -n --arg url "$1" '{
  url: $url, events: ["envelope.completed", "envelope.declined", "recipient.completed"]
}' | call "$COUNTERSIGN_URL/api/v1/webhook-endpoints" --json @-)
call -X POST "$COUNTERSIGN_URL/api/v1/webhook-endpoints/$(echo "$made" | jq -r .id)/test" >&2
echo "$made" | jq -r .secret
