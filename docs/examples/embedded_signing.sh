#!/bin/sh
# The address of a signing page for a frame of your own. Usage: embedded_signing.sh ENVELOPE ORIGIN
set -eu
envelope=$1 origin=$2

recipient=$(curl -sS --fail-with-body "$COUNTERSIGN_URL/api/v1/envelopes/$envelope" \
  -H "Authorization: Bearer $COUNTERSIGN_KEY" | jq -r '.recipients[0].id')
jq -n --arg origin "$origin" '{origin: $origin}' | curl -sS --fail-with-body \
  "$COUNTERSIGN_URL/api/v1/envelopes/$envelope/recipients/$recipient/embedded-signing" \
  -H "Authorization: Bearer $COUNTERSIGN_KEY" --json @- | jq -r .url
