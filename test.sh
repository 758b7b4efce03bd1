#!/usr/bin/env bash
# Builds everything and runs every test, on a fresh Debian-like machine too. The last line of the output is always
# "N passed, N failed, N skipped", and the exit code is 0 only when tests ran and all of them passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# Each level has its time limit in seconds (CONTRIBUTING.md names the same numbers). A whole run with a cold build takes
# eighteen minutes on two cores; it is to come back below a quarter of an hour.
declare -A LIMITS=([Architecture.Tests]=60 [Model.Tests]=90 [Storage.Tests]=330 [Cluster.Tests]=420 [Cli.Tests]=180
  [Process.Tests]=480)
LIMIT_DEFAULT=120

filter=""
project=""
passed=0
failed=0
skipped=0
work=""

usage() {
  cat <<'TEXT'
Usage: ./test.sh [--project NAME] [--filter TEXT]

  --project NAME   only this test project, for example Storage.Tests
  --filter TEXT    only tests whose full name contains TEXT
  --help           this text

CI=true restores in locked mode: a lock file that does not fit its project fails the run.
TEXT
}

say() { printf '== %s\n' "$*"; }

problem() {
  printf 'ERROR: %s\n' "$*" >&2
  exit 1
}

read_arguments() {
  while (($# > 0)); do
    case "$1" in
      --filter | --project)
        (($# > 1)) || { usage >&2; problem "$1 wants a value."; }
        if [[ $1 == --filter ]]; then filter=$2; else project=${2#tests/}; fi
        shift 2
        ;;
      --help | -h)
        usage
        exit 0
        ;;
      *)
        usage >&2
        problem "'$1' is no option."
        ;;
    esac
  done
  [[ -z $project || -f tests/$project/$project.csproj ]] || problem "There is no test project tests/$project."
}

# A process belongs to this run when it carries the mark of the run, or works inside the run's folder: servers such as
# PostgreSQL and Redis write their title over their environment, but their working directory is their data folder.
leftovers() {
  local process pid
  for process in /proc/[0-9]*; do
    pid=${process#/proc/}
    [[ $pid != "$$" && $pid != "$BASHPID" ]] || continue
    if [[ "$(readlink "$process/cwd" 2>/dev/null)" == "$work"* ]] \
      || grep -qz "^HYBRID_TEST_RUN=$work\$" "$process/environ" 2>/dev/null; then
      echo "$pid"
    fi
  done
}

end_leftovers() {
  local pid name signal
  for signal in TERM KILL; do
    for pid in $(leftovers); do
      name=$(cat "/proc/$pid/comm" 2>/dev/null) || continue
      [[ $signal == KILL ]] || say "ending process $pid ($name), which the tests left behind"
      kill "-$signal" "$pid" 2>/dev/null || true
    done
    for _ in {1..20}; do
      [[ -n $(leftovers) ]] || return 0
      sleep 0.1
    done
  done
}

finish() {
  local code=$?
  trap - EXIT INT TERM
  if [[ -n $work ]]; then
    end_leftovers
    rm -rf "$work" 2>/dev/null || say "could not remove $work"
  fi
  # Stdout and stderr may be one pipe: the closing line comes after everything else.
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  exit "$code"
}

check_sdk() {
  command -v dotnet >/dev/null || problem "The .NET 10 SDK is missing (global.json names the version)." \
    "Install it, for example with your package manager or Microsoft's dotnet-install script, and run again."
  dotnet --version >/dev/null 2>&1 || problem "No installed .NET SDK fits global.json ($(grep -o '"version"[^,]*' \
    global.json)). Installed: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' '). Install a fitting one and run again."
}

has_postgres() {
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null
}

missing_packages() {
  has_postgres || echo postgresql
  command -v redis-server >/dev/null || echo redis-server
  command -v strace >/dev/null || echo strace
  command -v python3 >/dev/null || echo python3
}

# Freshly installed servers must not start on their usual ports: the tests start their own. Debian asks this file.
without_starting_services() {
  local policy=/usr/sbin/policy-rc.d made=""
  if [[ ! -e $policy ]] && printf '#!/bin/sh\nexit 101\n' | "${root[@]}" tee "$policy" >/dev/null; then
    made=yes
    "${root[@]}" chmod 755 "$policy"
  fi
  local code=0
  "$@" || code=$?
  [[ -z $made ]] || "${root[@]}" rm -f "$policy"
  return "$code"
}

install_missing() {
  local packages root=()
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]} > 0)) || return 0
  say "installing ${packages[*]}"
  local way_out="Install ${packages[*]} by hand and run again; no test is skipped for want of a server."
  command -v apt-get >/dev/null || problem "The tests need ${packages[*]}, and there is no apt-get here. $way_out"
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || problem "The tests need ${packages[*]}, and only root may install. $way_out"
    root=(sudo -n)
  fi
  local log="$work/install.log"
  "${root[@]}" apt-get update >"$log" 2>&1 || say "apt-get update failed; trying with the lists at hand"
  without_starting_services "${root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y --no-install-recommends "${packages[@]}" >>"$log" 2>&1 </dev/null \
    || { tail -n 20 "$log" >&2; problem "apt-get could not install ${packages[*]}. $way_out"; }
  mapfile -t packages < <(missing_packages)
  ((${#packages[@]} == 0)) || problem "Still missing after the installation: ${packages[*]}. $way_out"
}

build() {
  # No build server and no waiting nodes: nothing stays behind when the run is over.
  local quiet=(-nologo -v quiet -nodeReuse:false)
  local locked=()
  [[ ${CI:-} != true ]] || locked=(--locked-mode)
  say "restoring"
  dotnet restore HybridOrleans.sln "${quiet[@]}" "${locked[@]}" </dev/null \
    || problem "The restore failed. If a lock file does not fit, run 'dotnet restore --force-evaluate' and commit it."
  say "building"
  dotnet build HybridOrleans.sln "${quiet[@]}" --no-restore -warnaserror -p:UseSharedCompilation=false </dev/null \
    || problem "The build failed. Warnings are errors here."
}

# One attribute of the <assembly> element of an xunit report.
count() { sed -nE "0,/<assembly /s/.*<assembly [^>]*[^-]\\b$2=\"([0-9]+)\".*/\\1/p" "$1"; }

run_project() {
  local name=$1 limit=${LIMITS[$1]:-$LIMIT_DEFAULT} report="$work/$1.xml" code=0 started=$SECONDS
  local arguments=(-noColor -noLogo -parallelAlgorithm conservative -maxThreads 2 -longRunning 60)
  arguments+=(-result-xml "$report")
  [[ -z $filter ]] || arguments+=(-displayName "*$filter*")
  say "$name (limit $limit s)"
  # Race tests keep pool threads busy; with 32 (hex 20) at hand the tests beside them still get their timers in time.
  TMPDIR="$work/tmp" HYBRID_TEST_RUN="$work" DOTNET_ThreadPool_ForceMinWorkerThreads=20 \
    timeout --kill-after=10 "$limit" \
    "artifacts/bin/$name/debug/HybridOrleans.$name" "${arguments[@]}" </dev/null || code=$?
  end_leftovers
  if [[ ! -s $report ]]; then
    failed=$((failed + 1))
    ((code != 124 && code != 137)) || say "$name did not end within $limit s; counted as one failure"
    say "$name gave no results (exit code $code); counted as one failure"
    return
  fi
  local total bad skips
  total=$(count "$report" total)
  bad=$(($(count "$report" failed) + $(count "$report" errors)))
  skips=$(($(count "$report" skipped) + $(count "$report" not-run)))
  if ((code != 0 && bad == 0)); then
    say "$name ended with exit code $code though no test failed; counted as one failure"
    failed=$((failed + 1))
  fi
  passed=$((passed + $(count "$report" passed)))
  failed=$((failed + bad))
  skipped=$((skipped + skips))
  say "$name: $total tests in $((SECONDS - started)) s"
  if ((total == 0)) && [[ -z $filter ]]; then
    say "$name has no tests; counted as one failure"
    failed=$((failed + 1))
  fi
}

main() {
  read_arguments "$@"
  trap finish EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
  work=$(mktemp -d "${TMPDIR:-/tmp}/hybrid-tests.XXXXXX")
  mkdir "$work/tmp"
  # PostgreSQL refuses to run as root: its data lies below, and another user must get there.
  chmod 755 "$work"
  chmod 1777 "$work/tmp"
  export HOME="${HOME:-$work}"
  check_sdk
  install_missing
  build
  local projects=("$project")
  [[ -n $project ]] || mapfile -t projects < <(cd tests && ls -d ./*.Tests | cut -c3-)
  local name
  for name in "${projects[@]}"; do
    run_project "$name"
  done
  ((passed + failed > 0)) || problem "No test ran${filter:+: no name contains '$filter'}."
  ((skipped == 0)) || problem "$skipped tests were skipped. A test that cannot run must fail and say what it misses."
  ((failed == 0))
}

main "$@"
