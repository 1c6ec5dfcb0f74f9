#!/bin/sh
# Installs kcat, the librdkafka command line, if it is absent. The broker's conformance tests use it as a second client.
set -eu

if command -v kcat >/dev/null 2>&1; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo 'kcat is not installed and there is no apt-get to install it with' >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo 'kcat is not installed; run: sudo scripts/test/install-kcat.sh' >&2
  exit 1
fi
apt-get update --quiet
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends kcat
