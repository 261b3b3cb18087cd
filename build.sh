#!/usr/bin/env bash
# Builds Pharos into out/: the executable is out/pharos. A second run with nothing changed takes a second.
# Needs the .NET 10 SDK; with Node 20 the web interface is built in, without it a plain page takes its place.
# The publish mode and its reasons: docs/decisions/0002-publish-mode.md.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
# shellcheck source=eng/stamp.sh
. eng/stamp.sh

# In a folder of its own the host would take any version; here it asks for the one that global.json names.
(dotnet --version) >/dev/null 2>&1 || { say "build: the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"; exit 1; }

build_ui() {
  if ! node_is_there; then
    say "build: Node 20 is not there, so the web interface is left out (a plain page takes its place)"
    rm -rf ui/dist
    return
  fi
  node_modules_ready
  local hash
  hash=$(content_hash ui)
  is_fresh ui/dist/.stamp "$hash" && return
  (cd ui && npm run --silent build) >&2
  mark ui/dist/.stamp "$hash"
}

build_executable() {
  local hash rid
  hash=$( { content_hash src Directory.Build.props Directory.Packages.props global.json build.sh
    [ -d ui/dist ] && cat ui/dist/.stamp
    git rev-parse HEAD 2>/dev/null || true; } | sha256sum | cut -d' ' -f1)
  is_fresh out/.stamp "$hash" && [ -x out/pharos ] && return
  case $(uname -m) in aarch64 | arm64) rid=linux-arm64 ;; *) rid=linux-x64 ;; esac
  # Precompiled images of another publish mode must not be taken for this one's: such an executable aborts at its start.
  rm -rf out.new src/Pharos.Cli/obj/Release/net10.0/"$rid"/{R2R,linked}
  dotnet publish src/Pharos.Cli -c Release -r "$rid" -p:PharosProduct=true -o out.new -v q --nologo >&2
  rm -rf out && mv out.new out
  mark out/.stamp "$hash"
}

build_ui
build_executable
say "build: out/pharos"
