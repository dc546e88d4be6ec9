#!/bin/sh
# Writes the locks: exact versions with hashes, and no address of any registry.
# Each lock starts from the one before it, so that the same version stands in all three; the peers' lock stands alone.
set -eu
cd "$(dirname "$0")/.."
PIP_COMPILE=${PIP_COMPILE:-.venv/bin/pip-compile}
# Packages that this machine alone offers (find-links, a second index) must not colour a lock that others use.
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL
export PIP_CONFIG_FILE=/dev/null
lock() {
    "$PIP_COMPILE" --quiet --generate-hashes --allow-unsafe --strip-extras --no-annotate --no-header \
        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options "$@"
}
lock --output-file requirements/run.txt pyproject.toml requirements/build.in
lock --output-file requirements/test.txt --extra test --constraint requirements/run.txt pyproject.toml requirements/build.in
lock --output-file requirements/spark.txt --extra test --extra spark --constraint requirements/test.txt \
    pyproject.toml requirements/build.in
lock --output-file requirements/peers.txt requirements/peers.in
