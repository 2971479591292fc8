#!/bin/sh
# run.sh BUILD [ROSTERS]: every promised figure beside its bound; CPU, bytes and counts, never wall time.
# Nothing here decides a test run: the figures are read by people.
set -u
build=$1
exec python3 tests/bench/bench.py "$build" "${2-}"
