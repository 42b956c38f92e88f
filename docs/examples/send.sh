#!/bin/sh
# Sends a PDF to one signer. Usage: send.sh FILE [NAME E-MAIL]
set -eu
file=$1 name=${2:-Ana Ruiz} email=${3:-ana@example.com}

jq -n --arg name "$name" --arg email "$email" '{
  name: "Lease of Harbour Street 12",
  status: "sent",
  documents: [{name: "Lease.pdf", file: "lease"}],
  recipients: [{
    name: $name, email: $email,
    fields: [{kind: "signature", page: 1, x: 72, y: 600, width: 160, height: 40}]
  }]
}' | curl -sS --fail-with-body "$COUNTERSIGN_URL/api/v1/envelopes" \
  -H "Authorization: Bearer $COUNTERSIGN_KEY" \
  -H "Idempotency-Key: lease-$(basename "$file")-$email" \
  -F "lease=@$file" -F "envelope=<-" | jq -r .id
