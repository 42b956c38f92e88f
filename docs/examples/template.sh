#!/bin/sh
# Sends what a template says to the person of its first role. Usage: template.sh TEMPLATE NAME E-MAIL
set -eu
template=$1 name=$2 email=$3

role=$(curl -sS --fail-with-body "$COUNTERSIGN_URL/api/v1/templates/$template" \
  -H "Authorization: Bearer $COUNTERSIGN_KEY" | jq -r '.roles[0].name')
jq -n --arg role "$role" --arg name "$name" --arg email "$email" \
  '{status: "sent", roles: [{role: $role, name: $name, email: $email}]}' |
  curl -sS --fail-with-body "$COUNTERSIGN_URL/api/v1/templates/$template/envelopes" \
    -H "Authorization: Bearer $COUNTERSIGN_KEY" \
    -H "Idempotency-Key: lease-of-$email" --json @- | jq -r .id
