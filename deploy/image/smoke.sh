#!/usr/bin/env bash
# smoke.sh IMAGE: runs the image as a cluster would (another user than root, read-only root, no
# capabilities): migrates, starts the four servers, loads the case of 2022, asks for its figures,
# makes a backup, lets `tiendo doctor` look, stops them.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
image=${1:?smoke.sh IMAGE}
work=$(mktemp -d)
mkdir "$work/data"
chown 10001:10001 "$work/data"

# runc, and limits below the machine's own: crun refuses cgroups of both versions, and raising a
# limit needs a right that a container seldom has.
cat >"$work/containers.conf" <<'CONF'
[containers]
default_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]
[engine]
runtime = "runc"
events_logger = "file"
cgroup_manager = "cgroupfs"
CONF
export CONTAINERS_CONF=$work/containers.conf

containers=()
cleanup() {
  for container in "${containers[@]}"; do podman rm --force --time 0 "$container" >/dev/null 2>&1 || true; done
  rm -rf "$work"
}
trap cleanup EXIT
die() {
  echo "smoke: $*" >&2
  exit 1
}

common=(--network host --read-only --read-only-tmpfs=false --user 10001:10001 --cap-drop all
  --security-opt no-new-privileges --tmpfs "/tmp:rw,mode=1777" --volume "$work/data:/var/lib/tiendo")
run() { podman run --rm "${common[@]}" "$@"; }

# start SERVICE [FLAG...]: migrates, starts, waits for the ports; addresses in public_ and admin_.
start() {
  local service=$1 database="sqlite:/var/lib/tiendo/$1.db" ports="$work/data/$1.ports"
  shift
  run "$image" "tiendo-$service" migrate --database "$database"
  local id
  id=$(podman run --detach "${common[@]}" "$image" "tiendo-$service" serve --database "$database" \
    --listen 127.0.0.1:0 --admin-listen 127.0.0.1:0 --ports-file "/var/lib/tiendo/$service.ports" "$@")
  containers+=("$id")
  for _ in $(seq 300); do
    [ ! -s "$ports" ] || break
    [ "$(podman inspect --format '{{.State.Running}}' "$id")" = true ] || break
    read -r -t 0.1 <> <(:) || true
  done
  [ -s "$ports" ] || { podman logs "$id" >&2; die "$service did not start"; }
  declare -g "public_$service=127.0.0.1:$(sed -n 's/^public=//p' "$ports")"
  declare -g "admin_$service=127.0.0.1:$(sed -n 's/^admin=//p' "$ports")"
}

[ "$(run "$image" id -u)" = 10001 ] || die "the image runs as another user"
! run "$image" touch /usr/local/bin/x 2>/dev/null || die "the root can be written"
start units
start programs --units "$public_units"
start supervision --units "$public_units"
start status --units "$public_units" --programs "$public_programs" --supervision "$public_supervision"

client=(--units "$public_units" --programs "$public_programs" --supervision "$public_supervision"
  --status "$public_status" --units-admin "$admin_units" --programs-admin "$admin_programs"
  --supervision-admin "$admin_supervision" --status-admin "$admin_status")
for data in seed cases/2022; do
  run --volume "$here/deploy/$data:/$data:ro" "$image" tiendo import "/$data" "${client[@]}" >/dev/null
done
figures=
for _ in $(seq 100); do
  figures=$(run "$image" tiendo status --as-of 2022-06-30 "${client[@]}")
  case $figures in *18/19/21*) break ;; esac
done
case $figures in *18/19/21*) ;; *) die "wrong figures: $figures" ;; esac
run "$image" tiendo doctor "${client[@]}"
run "$image" tiendo-backup units sqlite:/var/lib/tiendo/units.db /var/lib/tiendo/units.backup
[ -s "$work/data/units.backup" ] || die "no backup was made"

for ((i = ${#containers[@]} - 1; i >= 0; i--)); do
  podman stop --time 30 "${containers[i]}" >/dev/null
  code=$(podman inspect --format '{{.State.ExitCode}}' "${containers[i]}")
  [ "$code" = 0 ] || die "a server ended with $code"
done
echo "smoke: ok" >&2
