#!/bin/sh
# Corrects the address of the first recipient of a sent envelope. Usage: correct.sh ENVELOPE E-MAIL
set -eu
envelope=$1 email=$2
call() { curl -sS --fail-with-body -H "Authorization: Bearer $COUNTERSIGN_KEY" "$@"; }

recipient=$(call "$COUNTERSIGN_URL/api/v1/envelopes/$envelope" | jq -r '.recipients[0].id')
jq -n --arg id "$recipient" --arg email "$email" '{recipients: [{id: $id, email: $email}]}' |
  call "$COUNTERSIGN_URL/api/v1/envelopes/$envelope/corrections" --json @- |
  jq -r '.recipients[0].email'
