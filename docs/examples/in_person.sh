#!/bin/sh
# Sends a PDF to a host, who hands their device to the signer. Usage: in_person.sh FILE SIGNER HOST E-MAIL
set -eu
file=$1 signer=$2 host=$3 email=$4

jq -n --arg signer "$signer" --arg host "$host" --arg email "$email" '{
  name: "Handover of the keys",
  status: "sent",
  documents: [{name: "Handover.pdf", file: "handover"}],
  recipients: [{
    role: "in_person", name: $signer,
    options: {host_name: $host, host_email: $email},
    fields: [{kind: "signature", page: 1, x: 72, y: 600, width: 160, height: 40}]
  }]
}' | curl -sS --fail-with-body "$COUNTERSIGN_URL/api/v1/envelopes" \
  -H "Authorization: Bearer $COUNTERSIGN_KEY" \
  -H "Idempotency-Key: handover-$(basename "$file")" \
  -F "handover=@$file" -F "envelope=<-" | jq -r .id
