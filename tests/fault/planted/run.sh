#!/bin/sh
# Plants one fault after the other in a scratch copy of the sources, builds it, and runs the test
# that has to turn red. Ends with 0 when every one did, and prints which check caught which.
# Usage: run.sh [NAME...]
set -eu
cd "$(dirname "$0")/../../.."
root=$PWD
scratch=$root/build/planted
jobs=${JOBS:-$(nproc)}

# fault: test program, filter, rounds of each variant of that test
test_of() {
  case $1 in
    reply_before_commit) echo "fault_process_test *KilledAtNamedPoints 4" ;;
    revision_before_lock) echo "fault_process_test *KilledAtRandom 1" ;;
    watcher_skips_on_overflow) echo "fault_process_test *KilledAtRandom 1" ;;
    pointer_goes_back) echo "fault_cache_test *PointersNeverGoBack 20" ;;
    request_id_outside_transaction) echo "fault_process_test *KilledAtNamedPoints 4" ;;
    *) echo "planted: no fault named $1" >&2; exit 2 ;;
  esac
}

# Only what differs, so that it is built anew and nothing else is.
copy_sources() {
  git ls-files --cached --others --exclude-standard | while IFS= read -r file; do
    cmp -s "$file" "$scratch/src/$file" && continue
    mkdir -p "$scratch/src/$(dirname "$file")"
    cp "$file" "$scratch/src/$file"
  done
}

build() {
  test -f "$scratch/build/build.ninja" ||
    cmake -S "$scratch/src" -B "$scratch/build" -G Ninja -DCMAKE_BUILD_TYPE=Release >/dev/null
  cmake --build "$scratch/build" -j "$jobs" --target tiendo-fault-server tiendo-history-check "$1" \
    >"$scratch/build.log" 2>&1 || { tail -20 "$scratch/build.log" >&2; exit 2; }
}

# The test's output; its exit code is of no interest, the checker's words are.
run() {
  test=$scratch/build/tests/$1
  out=$scratch/$2.log
  mkdir -p "$scratch/out"
  TIENDO_FAULT_SERVER=$scratch/build/tests/tiendo-fault-server \
    TIENDO_HISTORY_CHECK=$scratch/build/tests/tiendo-history-check \
    TIENDO_FAULT_OUT=$scratch/out TIENDO_KILLS=${TIENDO_KILLS:-5} \
    TIENDO_FAULT_ROUNDS=${TIENDO_FAULT_ROUNDS:-$4} \
    "$test" --gtest_filter="$3" >"$out" 2>&1 || true
  rm -rf "$scratch/out"
  # The test's failure repeats them.
  grep '^VIOLATED' "$out" | sort -u || true
}

names=${*:-reply_before_commit revision_before_lock watcher_skips_on_overflow pointer_goes_back
           request_id_outside_transaction}
missed=0
for name in $names; do
  set -- $(test_of "$name")
  copy_sources
  patch -s -p1 -d "$scratch/src" <"$root/tests/fault/planted/$name.patch"
  build "$1"
  caught=$(run "$1" "$name" "$2" "$3")
  if [ -n "$caught" ]; then
    echo "$name: red in $1 $2"
    echo "$caught" | sed 's/^/  /'
  else
    echo "$name: NOT CAUGHT by $1 $2, see $scratch/$name.log"
    missed=1
  fi
done
exit $missed
