#!/usr/bin/env bash
# image.sh BIN [--compile]: makes the image localhost/tiendo:<version> and tries it out (smoke.sh).
# BIN is the folder of the built programs, which go into it; with --compile they are compiled inside.
#
# Needs no registry: the base is made with mmdebstrap. Chroot isolation, so that it works inside a
# container and on machines with cgroups of both versions. Run as root.
set -euo pipefail
here=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${1:?image.sh BIN [--compile]}" && pwd)
binaries=prebuilt
[ "${2:-}" != --compile ] || binaries=build

die() {
  echo "image: $*" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || die "run as root (sudo make image)"
missing=()
for package in $(grep -v '^#' "$here/deploy/packages/image.txt"); do
  [ "$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null)" = "install ok installed" ] ||
    missing+=("$package")
done
[ ${#missing[@]} = 0 ] || die "missing packages, install them with
  apt-get install --no-install-recommends ${missing[*]}"

version=$(sed -n 's/^project(tiendo VERSION \([0-9.]*\).*/\1/p' "$here/CMakeLists.txt")
base=localhost/tiendo-debian:12
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The base stays for the next time; remove it (buildah rmi) to get Debian's newest packages.
if ! buildah inspect --type image "$base" >/dev/null 2>&1; then
  echo "image: making $base" >&2
  mmdebstrap --variant=minbase --mode=root --quiet \
    --aptopt='Apt::Install-Recommends "false"' \
    --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
    bookworm "$work/base.tar"
  printf 'FROM scratch\nADD base.tar /\n' >"$work/Containerfile"
  buildah build --isolation=chroot --quiet --tag "$base" "$work" >/dev/null
  rm "$work/base.tar"
fi

# The context: the tree as it would be committed, and the programs.
mkdir -p "$work/context/source" "$work/context/binaries"
(cd "$here" && git ls-files --cached --others --exclude-standard -z |
  xargs -0 cp --parents --no-dereference --target-directory="$work/context/source")
if [ $binaries = prebuilt ]; then
  install --strip --target-directory="$work/context/binaries" \
    "$bin"/tiendo "$bin"/tiendo-{units,programs,supervision,status}
fi
buildah build --isolation=chroot --pull-never --layers --quiet \
  --build-arg BASE="$base" --build-arg BINARIES=$binaries \
  --label org.opencontainers.image.title=tiendo \
  --label org.opencontainers.image.version="$version" \
  --label org.opencontainers.image.licenses=Apache-2.0 \
  --file "$here/deploy/image/Containerfile" --tag "localhost/tiendo:$version" "$work/context" >/dev/null
echo "image: localhost/tiendo:$version" >&2
"$here/deploy/image/smoke.sh" "localhost/tiendo:$version"
