#!/usr/bin/env bash
# restore.sh SERVICE DATABASE FILE: puts a backup in the place of a service's database, brings it to
# the schema of this program and gives it a new database id, so that those who follow the service
# list again. Every server of the service is stopped before. The backup's file stays.
#
# SQLite: what is there now is moved to a folder beside it, never deleted. PostgreSQL: DATABASE is
# empty (new); the dump goes in whole or not at all. The settings of the server that matter for its
# database (password file, schema) are taken from its environment variables.
set -euo pipefail

die() {
  echo "restore: $*" >&2
  exit 1
}

[ $# = 3 ] || die "usage: restore.sh SERVICE DATABASE FILE"
service=$1 database=$2 file=$3
[ -r "$file" ] || die "cannot read $file"
command -v "tiendo-$service" >/dev/null || die "tiendo-$service is not in PATH"
umask 077

restore_sqlite() {
  local path=${database#sqlite:}
  case $path in ///*) path=${path#//} ;; esac
  # The servers' own lock: a server that still runs has it, and none starts meanwhile.
  exec 9>>"$path.lock"
  flock --nonblock 9 || die "$path is in use: stop the server first"
  local old
  old=$path.replaced-$(date -u +%Y%m%dT%H%M%S)
  # The write-ahead log of the old file would be taken for the new one's.
  for part in "$path" "$path-wal" "$path-shm"; do
    [ ! -e "$part" ] || { mkdir -p "$old" && mv "$part" "$old/"; }
  done
  cp "$file" "$path.restoring"
  # Run by root, the server's account must still be able to write it.
  [ "$(id -u)" != 0 ] || chown --reference="$(dirname "$path")" "$path.restoring"
  sync "$path.restoring"
  mv "$path.restoring" "$path"
  sync "$(dirname "$path")"
  [ ! -d "$old" ] || echo "restore: the old database is in $old" >&2
  exec 9>&-
}

restore_postgresql() {
  local target=$database
  command -v pg_restore >/dev/null || die "pg_restore is missing: install postgresql-client-15"
  case $target in postgresql://* | postgres://*) ;; *) target=${target#*:} ;; esac
  pg_restore --single-transaction --exit-on-error --no-owner --no-privileges --dbname="$target" \
    "$file" || die "nothing was restored: the database must be empty"
}

case $database in
  sqlite:*) restore_sqlite ;;
  postgresql:* | postgres:*) restore_postgresql ;;
  *) die "DATABASE is sqlite:… or postgresql:…" ;;
esac
"tiendo-$service" migrate --database "$database"
exec "tiendo-$service" new-database-id --database "$database"
