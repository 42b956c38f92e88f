#!/bin/sh
# Ends an envelope before everyone has signed. Usage: void.sh ENVELOPE REASON
set -eu
jq -n --arg reason "$2" '{reason: $reason}' | curl -sS --fail-with-body \
  "$COUNTERSIGN_URL/api/v1/envelopes/$1/void" \
  -H "Authorization: Bearer $COUNTERSIGN_KEY" --json @- | jq -r .status
