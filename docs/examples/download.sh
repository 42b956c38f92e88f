#!/bin/sh
# Saves the sealed documents and the certificate of completion. Usage: download.sh ENVELOPE FOLDER
set -eu
envelope=$1 folder=$2
call() { curl -sS --fail-with-body -H "Authorization: Bearer $COUNTERSIGN_KEY" "$@"; }

for document in $(call "$COUNTERSIGN_URL/api/v1/envelopes/$envelope" | jq -r '.documents[].id'); do
  call -o "$folder/$document.pdf" \
    "$COUNTERSIGN_URL/api/v1/envelopes/$envelope/documents/$document/sealed"
done
call -o "$folder/certificate.pdf" "$COUNTERSIGN_URL/api/v1/envelopes/$envelope/certificate"
