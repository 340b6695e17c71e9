#!/usr/bin/env bash
# backup.sh SERVICE DATABASE FILE: copies the database of a service to a new file, while the server
# runs. DATABASE as the server's setting: sqlite:/path/file.db or postgresql://user@host:port/name.
#
# SQLite: a copy made and checked by the server's own program, which never makes a checkpoint; other
# tools may, and with SQLite 3.40.1 that can cost a commit. PostgreSQL: pg_dump, of one snapshot; its
# password comes as libpq finds it (PGPASSFILE, PGPASSWORD).
set -euo pipefail

die() {
  echo "backup: $*" >&2
  exit 1
}

[ $# = 3 ] || die "usage: backup.sh SERVICE DATABASE FILE"
service=$1 database=$2 file=$3
[ ! -e "$file" ] || die "$file exists: name another file"
umask 077 # titles of secret items are in it

case $database in
  sqlite:*)
    exec "tiendo-$service" backup --database "$database" --backup-file "$file"
    ;;
  postgresql:* | postgres:*)
    command -v pg_dump >/dev/null || die "pg_dump is missing: install postgresql-client-15"
    case $database in postgresql://* | postgres://*) ;; *) database=${database#*:} ;; esac
    trap 'rm -f "$file.partial"' EXIT
    pg_dump --format=custom --no-owner --no-privileges --dbname="$database" --file="$file.partial"
    # A dump that cannot be listed to its end is none.
    pg_restore --list "$file.partial" >/dev/null
    sync "$file.partial"
    mv -n "$file.partial" "$file"
    sync "$(dirname "$file")"
    ;;
  *) die "DATABASE is sqlite:… or postgresql:…" ;;
esac
