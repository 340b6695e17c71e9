#!/bin/bash
# Run once by the image of PostgreSQL, on an empty data folder: a role and a database for each
# service, which no other service may enter.
set -euo pipefail
for service in units programs supervision; do
  psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set service="$service" --set password="$(cat "/etc/tiendo/databases/$service/password")" <<'SQL'
CREATE ROLE :"service" LOGIN PASSWORD :'password';
CREATE DATABASE :"service" OWNER :"service" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8';
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
SQL
done
