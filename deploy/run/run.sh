#!/usr/bin/env bash
# run.sh BIN [--demo]: starts the suite on this machine with SQLite and a private redis-server, loads
# what every office needs and the case of 2022, prints its figures, then serves until Ctrl-C (--demo: stops instead).
#
# Settings (environment): TIENDO_RUN_DIR data folder (./run; --demo: a temporary one),
# TIENDO_PORTS first of the ports 7101-7104 and admin 7201-7204 as "7101" (--demo: free ports).
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${1:?run.sh BIN [--demo]}" && pwd)
demo=${2:-}
services=(units programs supervision status)

die() {
  echo "tiendo: $*" >&2
  exit 1
}

if [ "$demo" = --demo ]; then
  data=$(mktemp -d)
  first=0
else
  data=${TIENDO_RUN_DIR:-$here/run}
  first=${TIENDO_PORTS:-7101}
fi
mkdir -p "$data" 2>/dev/null && [ -w "$data" ] || die "cannot write in $data: choose another TIENDO_RUN_DIR"
command -v redis-server >/dev/null || die "redis-server is missing: run 'make setup'"
for service in "${services[@]}"; do
  [ -x "$bin/tiendo-$service" ] || die "$bin/tiendo-$service is missing: run 'make programs'"
done
sockets=$(mktemp -d)

pids=()
stop() {
  trap - EXIT INT TERM
  # status first, then what it follows, Redis last.
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
    kill -TERM "${pids[i]}" 2>/dev/null || true
    wait "${pids[i]}" 2>/dev/null || true
  done
  rm -rf "$sockets"
  [ "$demo" = --demo ] && rm -rf "$data"
  return 0
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM

# The secret that seals cached values: made once per data folder, readable by its owner only.
(umask 077 && [ -s "$data/cache-key" ] || head -c 32 /dev/urandom | base64 >"$data/cache-key")
redis-server --port 0 --unixsocket "$sockets/redis" --save '' --appendonly no --dir "$data" \
  --logfile "$data/redis.log" &
pids+=($!)

# start SERVICE INDEX [FLAG...]: migrates, starts, waits until it is ready; its address in
# address_SERVICE.
start() {
  local service=$1 index=$2
  shift 2
  local ports="$sockets/$service.ports" port=0 admin=0
  if [ "$first" != 0 ]; then port=$((first + index)) admin=$((first + 100 + index)); fi
  "$bin/tiendo-$service" migrate --database "sqlite:$data/$service.db" || exit 1
  "$bin/tiendo-$service" serve --database "sqlite:$data/$service.db" --listen "127.0.0.1:$port" \
    --admin-listen "127.0.0.1:$admin" --ports-file "$ports" --log-level warning "$@" \
    >>"$data/$service.log" 2> >(tee -a "$data/$service.log" >&2) &
  local pid=$!
  pids+=($pid)
  for _ in $(seq 300); do
    [ -s "$ports" ] && break
    kill -0 $pid 2>/dev/null || exit 1 # its own line says why
    read -r -t 0.1 <> <(:) || true
  done
  [ -s "$ports" ] || die "$service did not start within 30 s; see $data/$service.log"
  declare -g "address_$service=127.0.0.1:$(sed -n 's/^public=//p' "$ports")"
  declare -g "admin_$service=127.0.0.1:$(sed -n 's/^admin=//p' "$ports")"
}

start units 0
start programs 1 --units "$address_units"
start supervision 2 --units "$address_units"
start status 3 --units "$address_units" --programs "$address_programs" \
  --supervision "$address_supervision" --redis "unix:$sockets/redis" \
  --cache-key-file "$data/cache-key"

export TIENDO_CLI_UNITS=$address_units TIENDO_CLI_PROGRAMS=$address_programs \
  TIENDO_CLI_SUPERVISION=$address_supervision TIENDO_CLI_STATUS=$address_status \
  TIENDO_CLI_UNITS_ADMIN=$admin_units TIENDO_CLI_PROGRAMS_ADMIN=$admin_programs \
  TIENDO_CLI_SUPERVISION_ADMIN=$admin_supervision TIENDO_CLI_STATUS_ADMIN=$admin_status
tiendo=$bin/tiendo
# What somebody has changed since stays as it is: 5 says that something differs, or was refused for what it is now;
# the lines above tell which. In a new folder nothing can differ.
load() {
  local code=0
  "$tiendo" import "$1" || code=$?
  [ $code -eq 0 ] && return
  [ $code -eq 5 ] && [ "$demo" != --demo ] || exit $code
  echo "tiendo: what differs above is kept as it is in $data; another TIENDO_RUN_DIR begins anew" >&2
}
load "$here/deploy/seed"
load "$here/deploy/calendars"
load "$here/deploy/cases/2022"
echo
"$tiendo" status --as-of 2022-06-30
echo
"$tiendo" status --as-of 2022-07-14
echo
"$tiendo" reconcile 19/21 --category department --as-of 2022-06-30
# The two delays of the review, with different cells, and what they were urged.
echo
"$tiendo" plan list --late --year 2022 --as-of 2022-06-30
echo
"$tiendo" engagement list --late --year 2022 --as-of 2022-06-30
echo
"$tiendo" remind list --kind urging --as-of 2022-06-30
echo
"$tiendo" remind scan --as-of 2022-06-30 --brief

[ "$demo" = --demo ] && exit 0
cat <<TEXT

Serving. Another terminal can ask:
  $bin/tiendo status --as-of 2022-06-30
units $address_units  programs $address_programs  supervision $address_supervision  status $address_status
Data in $data. Ctrl-C stops.
TEXT
# Ends when any server does: that is a fault, and its log says why.
wait -n "${pids[@]}" || true
die "a server ended; see $data/*.log"
