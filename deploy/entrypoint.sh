#!/bin/sh
# Runs a process of the Procfile by its name, else a command of countersign.
set -eu
cd "$(dirname "$0")/.."
PATH=$PWD/.venv/bin:$PATH

line=$(sed -n "s/^${1:-web}: *//p" Procfile)
if [ -n "$line" ]; then
    # The Procfile's lines are plain words, and are meant to be split.
    # shellcheck disable=SC2086
    exec $line
fi
exec countersign "$@"
