# shellcheck shell=bash
# Sourced by the scripts at the root. A stamp is a file that holds the hash of what a step was made from: the step runs when it differs.

# content_hash PATH... : a hash over names and contents of the files below the paths, without what builds leave behind.
content_hash() {
  local paths=() path
  for path in "$@"; do [ -e "$path" ] && paths+=("$path"); done
  find "${paths[@]}" \( -name bin -o -name obj -o -name node_modules -o -name dist -o -name TestResults -o -name screenshots \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1
}

# is_fresh STAMP HASH : whether the step was done for exactly this.
is_fresh() { [ -f "$1" ] && [ "$(cat "$1")" = "$2" ]; }

# mark STAMP HASH : notes that it was done.
mark() { mkdir -p "$(dirname "$1")" && printf '%s\n' "$2" >"$1"; }

have() { command -v "$1" >/dev/null 2>&1; }

say() { printf '%s\n' "$*" >&2; }

# node_is_there : whether Node is there and recent enough for the web interface.
node_is_there() { have node && have npm && [ "$(node -p 'Number(process.versions.node.split(".")[0]) >= 20')" = true ]; }

# node_modules_ready : installs the packages of the web interface when its lock file changed.
node_modules_ready() {
  local hash
  hash=$(content_hash ui/package.json ui/package-lock.json)
  is_fresh ui/node_modules/.stamp "$hash" && return 0
  (cd ui && npm ci --no-audit --no-fund --loglevel=error) >&2
  mark ui/node_modules/.stamp "$hash"
}
