#!/bin/sh
# Prints whether a PDF was sealed here and is unchanged, and what speaks against it.
# Usage: verify.sh FILE
set -eu
call() { curl -sS --fail-with-body -H "Authorization: Bearer $COUNTERSIGN_KEY" "$@"; }

id=$(call "$COUNTERSIGN_URL/api/v1/verifications" -F "file=@$1;type=application/pdf" | jq -r .id)
while found=$(call "$COUNTERSIGN_URL/api/v1/verifications/$id")
      [ "$(echo "$found" | jq -r .status)" = processing ]; do
  sleep 1
done
echo "$found" | jq -r '.verdict, .reasons[]'
