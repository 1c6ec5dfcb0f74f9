#!/bin/sh
# Writes .env for docker compose, or the file that is named: a random secret for each thing that needs one. Never replaces one that is
# there, because databases know their passwords already.
set -eu
file=${1:-$(dirname "$0")/../.env}

random() { head -c 32 /dev/urandom | base64 | tr -d '+/=\n'; }

if [ -e "$file" ]; then
  echo "$file is there already and stays as it is." >&2
  exit 1
fi
umask 077
cat >"$file.unfinished" <<EOF
# What docker compose up starts: core (an order through the graph) or full (with storefront, notifications and mailbox).
COMPOSE_PROFILES=full
# The router signs with it what it tells services about the viewer.
VIEWER_SIGNING_SECRET=$(random)
# PostgreSQL's superuser, for migrations only; and each service's own, for its own database.
POSTGRES_PASSWORD=$(random)
USERS_DATABASE_PASSWORD=$(random)
PRODUCTS_DATABASE_PASSWORD=$(random)
INVENTORY_DATABASE_PASSWORD=$(random)
ORDERS_DATABASE_PASSWORD=$(random)
PAYMENTS_DATABASE_PASSWORD=$(random)
NOTIFICATIONS_DATABASE_PASSWORD=$(random)
OPERATIONS_DATABASE_PASSWORD=$(random)
EOF
mv "$file.unfinished" "$file"
echo "wrote $file"
