#!/usr/bin/env bash
# Runs every test: .NET, web interface, and the browser against the built product. Sets up what it needs.
#   ./test.sh [--fuzz-seconds N] [--lint] [filter]
# The filter is a part of a test's full name (Pharos.Cli.Tests.FlagSetTests, say) and leaves the web interface out. With --lint formats and
# lint are checked beside the tests; a check that fails counts as a failure.
# The last line of the output is "N passed, N failed[, N skipped]"; the exit status is not 0 if one failed or nothing ran.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=eng/stamp.sh
. eng/stamp.sh

filter='' lint=''
while [ $# -gt 0 ]; do
  case $1 in
    --fuzz-seconds) export PHAROS_FUZZ_SECONDS=${2:?--fuzz-seconds takes a number}; shift 2 ;;
    --fuzz-seconds=*) export PHAROS_FUZZ_SECONDS=${1#*=}; shift ;;
    --lint) lint=yes; shift ;;
    -h | --help) sed -n '2,6s/^# \{0,1\}//p' "$0"; exit 0 ;;
    -*) say "test: unknown flag $1"; exit 1 ;;
    *) filter=$1; shift ;;
  esac
done

passed=0 failed=0 skipped=0
count() { passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3)); }

# The real programs that Pharos is compared with, where they are to be had.
find_peers() {
  if [ -z "${PHAROS_PEERS:-}" ] && [ -x ../shared/peers.sh ]; then
    PHAROS_PEERS=$(../shared/peers.sh </dev/null) || { say "test: the peers could not be set up; tests against them use what is in PATH"; PHAROS_PEERS=; }
  fi
  export PHAROS_PEERS=${PHAROS_PEERS:-}
}

find_browser() {
  local name
  for name in chromium chromium-browser google-chrome; do
    have "$name" && { PHAROS_CHROMIUM=$(command -v "$name"); export PHAROS_CHROMIUM; return 0; }
  done
  if [ "$(id -u)" = 0 ] && have apt-get; then
    say "test: installing Chromium for the browser tests"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends chromium; } >/dev/null 2>&1 </dev/null || true
  fi
  have chromium && export PHAROS_CHROMIUM=/usr/bin/chromium
}

# Runs one test executable and leaves its last lines and exit status beside its log.
run_project() {
  local name=$1 log=out/tests/$1.log status=0
  local arguments=(--no-progress --no-ansi)
  [ -z "$filter" ] || arguments+=(--filter-method "*$filter*")
  "tests/$name/bin/Release/net10.0/$name" "${arguments[@]}" >"$log" 2>&1 </dev/null || status=$?
  echo "$status" >"out/tests/$name.status"
}

# check NAME COMMAND... : runs a check and leaves what it says, and its exit status, in out/tests.
check() {
  local name=$1 status=0
  shift
  "$@" >"out/tests/$name.log" 2>&1 </dev/null || status=$?
  echo "$status" >"out/tests/$name.status"
}

lint_ui() (node_modules_ready && cd ui && npm run --silent check)

check_formats() { check "dotnet format" dotnet format Pharos.slnx --verify-no-changes --no-restore; }

check_the_rest() {
  if node_is_there; then check "biome and types" lint_ui; fi
  if have shellcheck; then check "shellcheck" shellcheck -x build.sh run.sh test.sh .ci/run eng/stamp.sh; fi
}

report_checks() {
  local name
  for name in "dotnet format" "biome and types" "shellcheck"; do
    [ -f "out/tests/$name.status" ] || continue
    if [ "$(cat "out/tests/$name.status")" = 0 ]; then
      echo "$name: ok"
    else
      cat "out/tests/$name.log"
      echo "$name: failed"
      count 0 1 0
    fi
  done
}

summary_value() { sed -nE "s/^ +$2: ([0-9]+).*/\1/p" "$1" | tail -n 1; }

test_sources() {
  { content_hash src tests bench proto Directory.Build.props Directory.Packages.props global.json .editorconfig BannedSymbols.txt Pharos.slnx test.sh
    [ -f ui/dist/.stamp ] && cat ui/dist/.stamp
    git rev-parse HEAD 2>/dev/null || true
    dotnet --version; } | sha256sum | cut -d' ' -f1
}

# By size and time: somebody may have built something else by hand since.
test_binaries() {
  find src tests bench -path '*/bin/Release/net10.0/*' -type f ! -name '*.log' ! -path '*/TestResults/*' -printf '%p %s %T@\n' |
    LC_ALL=C sort | sha256sum | cut -d' ' -f1
}

# Builds the solution unless it was built from these sources and nothing touched the outcome since.
build_tests() {
  local stamp=tests/obj/.stamp sources
  sources=$(test_sources)
  is_fresh "$stamp" "$sources $(test_binaries)" && return
  rm -f "$stamp"
  dotnet build Pharos.slnx -c Release -v q --nologo >&2
  # Sources that changed meanwhile are not what was built: the hash is that from before.
  mark "$stamp" "$sources $(test_binaries)"
}

run_dotnet() {
  local name log status p f s
  build_tests
  mkdir -p out/tests && rm -f out/tests/*
  local projects=() jobs=(Pharos.Tsdb.Tests Pharos.Compatibility.Tests)
  for name in tests/*.Tests; do projects+=("${name#tests/}"); done
  # Two at a time, the longest first: the tests that start processes wait more than they work.
  [ -z "$lint" ] || jobs+=(check_formats check_the_rest)
  for name in "${projects[@]}"; do case " ${jobs[*]} " in *" $name "*) ;; *) jobs+=("$name") ;; esac; done
  for name in "${jobs[@]}"; do
    while [ "$(jobs -rp | wc -l)" -ge 2 ]; do wait -n || true; done
    if [ -d "tests/$name" ]; then run_project "$name" & else "$name" & fi
  done
  wait
  for name in "${projects[@]}"; do
    log=out/tests/$name.log status=$(cat "out/tests/$name.status" 2>/dev/null || echo missing)
    p=$(summary_value "$log" succeeded) f=$(summary_value "$log" failed) s=$(summary_value "$log" skipped)
    count "${p:-0}" "${f:-0}" "${s:-0}"
    # 8 is the platform's status for "no test ran": right where a filter names others, or where all were skipped for want of a peer.
    if [ "$status" = 8 ] && [ -n "$filter" ]; then continue; fi
    if [ "$status" = 8 ] && [ "${s:-0}" -gt 0 ]; then status=0; fi
    if [ "$status" != 0 ] && [ "${f:-0}" = 0 ]; then
      count 0 1 0
      [ "$status" != 8 ] || echo "test: no test ran in $name"
    fi
    [ "$status" = 0 ] || cat "$log"
    printf '%-32s %s passed, %s failed, %s skipped\n' "$name" "${p:-0}" "${f:-0}" "${s:-0}"
  done
}

# Mutated inputs for everything that reads from strangers; a test per target. Unless a time is asked for, the seed is the same every time.
run_fuzz() {
  local log=out/tests/fuzz.log status=0 p f
  local seed=()
  [ -n "${PHAROS_FUZZ_SECONDS:-}" ] || seed=(--seed 1)
  (cd out/tests && ../../tests/Pharos.Fuzz/bin/Release/net10.0/Pharos.Fuzz --seconds "${PHAROS_FUZZ_SECONDS:-20}" "${seed[@]}") >"$log" 2>&1 </dev/null || status=$?
  p=$(grep -c '^passed ' "$log" || true) f=$(grep -c '^failed ' "$log" || true)
  count "$p" "$f" 0
  if [ "$status" != 0 ] && [ "$f" = 0 ]; then count 0 1 0; fi
  if [ "$status" = 0 ]; then tail -n 1 "$log"; else cat "$log"; fi
}

# run_vitest NAME ARGUMENTS... : runs vitest and counts from its JSON report.
run_vitest() {
  local name=$1 report status=0 p f s
  report=$PWD/out/tests/$name.json
  shift
  (cd ui && npx --no-install vitest run --reporter=default --reporter=json --outputFile.json="$report" "$@" </dev/null) >"out/tests/$name.log" 2>&1 || status=$?
  read -r p f s < <(node -p 'const r = JSON.parse(require("fs").readFileSync(process.argv[1])); [r.numPassedTests, r.numFailedTests, r.numPendingTests].join(" ")' "$report" 2>/dev/null || echo "0 0 0")
  count "$p" "$f" "$s"
  if { [ "$status" != 0 ] && [ "$f" = 0 ]; } || [ "$p" = 0 ]; then count 0 1 0; fi
  [ "$status" = 0 ] || cat "out/tests/$name.log"
  printf '%-32s %s passed, %s failed, %s skipped\n' "$name" "$p" "$f" "$s"
}

find_peers
./build.sh
export PHAROS_EXECUTABLE=$PWD/out/pharos
run_dotnet
if [ -z "$filter" ]; then
  run_fuzz
  if node_is_there; then
    node_modules_ready
    run_vitest ui
    if find_browser; then
      run_vitest browser --config vitest.browser.config.ts
    else
      say "test: no Chromium, so the browser tests are left out: apt-get install chromium"
    fi
  else
    say "test: Node 20 is not there, so the web interface is not tested: https://nodejs.org"
  fi
fi

report_checks
if [ $((passed + failed)) = 0 ]; then
  echo "test: no test ran"
  failed=1
fi
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" = 0 ]
