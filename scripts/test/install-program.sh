#!/bin/sh
# install-program.sh COMMAND PACKAGE: installs a program that tests use as somebody else's (kcat, redis-server), if it is
# absent.
set -eu
command="$1"
package="$2"

# Test files run beside each other, and apt-get lets one in at a time.
if command -v flock >/dev/null 2>&1; then
  exec 9>"${TMPDIR:-/tmp}/galleria-install.lock"
  flock 9
fi
if command -v "$command" >/dev/null 2>&1; then
  exit 0
fi
if ! command -v apt-get >/dev/null 2>&1; then
  echo "$command is not installed and there is no apt-get to install it with" >&2
  exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
  echo "$command is not installed; run: sudo scripts/test/install-program.sh $command $package" >&2
  exit 1
fi
apt-get update --quiet
DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet --no-install-recommends "$package"
