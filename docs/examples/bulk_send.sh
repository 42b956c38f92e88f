#!/bin/sh
# Sends a template to each line of "NAME,E-MAIL" of a file. Usage: bulk_send.sh TEMPLATE FILE
set -eu
template=$1 file=$2
call() { curl -sS --fail-with-body -H "Authorization: Bearer $COUNTERSIGN_KEY" "$@"; }

role=$(call "$COUNTERSIGN_URL/api/v1/templates/$template" | jq -r '.roles[0].name')
bulk=$(jq -R -s --arg template "$template" --arg role "$role" '{
  template_id: $template,
  rows: [split("\n")[] | select(. != "") | split(",")
    | {roles: [{role: $role, name: .[0], email: .[1]}]}]
}' <"$file" | call "$COUNTERSIGN_URL/api/v1/bulk-sends" \
  -H "Idempotency-Key: bulk-$(basename "$file")" --json @- | jq -r .id)

until [ "$(call "$COUNTERSIGN_URL/api/v1/bulk-sends/$bulk" | jq -r .state)" = checked ]; do
  sleep 1
done
ready=$(call "$COUNTERSIGN_URL/api/v1/bulk-sends/$bulk" | jq -r .counts.ready)
call "$COUNTERSIGN_URL/api/v1/bulk-sends/$bulk/start" --json "{\"rows\": $ready}" >&2
echo "$bulk"
