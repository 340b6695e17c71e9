#!/usr/bin/env bash
# check.sh lint | breaking | baseline | format | format-check | image FILE: buf over the protos, offline. Lays out a workspace in
# build/buf, because buf reads modules only below one folder and google/type is Debian's.
set -euo pipefail
cd "$(dirname "$0")/.."
buf=$PWD/tests/tools/node_modules/.bin/buf
googleapis=/usr/share/gocode/src/github.com/gogo/googleapis
workspace=build/buf
rm -rf "$workspace"
mkdir -p "$workspace/tiendo-protos" "$workspace/googleapis/google/type"
cp -r protos/tiendo "$workspace/tiendo-protos/"
cp protos/buf.yaml "$workspace/"
cp "$googleapis/google/type/date.proto" "$workspace/googleapis/google/type/"
baseline=$PWD/protos/baseline/tiendo.binpb
cd "$workspace"
case "${1:-}" in
  lint) "$buf" lint tiendo-protos ;;
  breaking) "$buf" breaking tiendo-protos --against "$baseline" ;;
  format-check) "$buf" format -d --exit-code tiendo-protos ;;
  format) "$buf" format -w tiendo-protos && cp -r tiendo-protos/tiendo ../../protos/ ;;
  baseline) mkdir -p "$(dirname "$baseline")" && "$buf" build tiendo-protos --exclude-source-info -o "$baseline" ;;
  image) "$buf" build tiendo-protos -o "$2" ;;
  *) sed -n '2s/^# //p' ../../protos/check.sh >&2 && exit 2 ;;
esac
