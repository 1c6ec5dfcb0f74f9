#!/bin/sh
# A role and a database of its own for each service, which no other role may enter. PostgreSQL's image runs this when its data folder is
# new; it may be run again after a service was added:
#   docker compose exec postgres sh /docker-entrypoint-initdb.d/create-databases.sh
#
# The tables belong to the superuser, who runs the migrations: a service reads and writes rows and cannot change its schema.
set -eu

create() {
  psql --username "${POSTGRES_USER:-postgres}" --dbname postgres --no-psqlrc --quiet --set ON_ERROR_STOP=1 \
    --set name="galleria_$1" --set password="$2" <<'SQL'
select format('create role %I login', :'name') where not exists (select from pg_roles where rolname = :'name') \gexec
alter role :"name" password :'password';
select format('create database %I', :'name') where not exists (select from pg_database where datname = :'name') \gexec
revoke all on database :"name" from public;
grant connect on database :"name" to :"name";
\connect :"name"
revoke create on schema public from public;
grant usage on schema public to :"name";
alter default privileges in schema public grant select, insert, update, delete on tables to :"name";
alter default privileges in schema public grant usage, select on sequences to :"name";
SQL
}

create users "$USERS_DATABASE_PASSWORD"
create products "$PRODUCTS_DATABASE_PASSWORD"
create inventory "$INVENTORY_DATABASE_PASSWORD"
create orders "$ORDERS_DATABASE_PASSWORD"
create payments "$PAYMENTS_DATABASE_PASSWORD"
create notifications "$NOTIFICATIONS_DATABASE_PASSWORD"
create operations "$OPERATIONS_DATABASE_PASSWORD"
