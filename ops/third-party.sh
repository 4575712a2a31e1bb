#!/usr/bin/env bash
# Writes docs/third-party.md: the libraries that a build downloads and that run with Lynceus, with their licences.
set -euo pipefail
cd "$(dirname "$0")/.."
mvn -q -B org.codehaus.mojo:license-maven-plugin:2.5.0:aggregate-add-third-party \
  -Dlicense.excludedScopes=test -Dlicense.excludedGroups=io.lynceus
{
  echo '# Third-party libraries'
  echo
  echo 'Lynceus runs with these libraries. `ops/third-party.sh` makes this list from the build. None of them is copied into this repository.'
  echo
  echo '| library | version | licence | home |'
  echo '|---|---|---|---|'
  sed -nE 's/^ *((\([^()]*(\([^()]*\))?[^()]*\) )+)(.*) \(([^():]+:[^():]+):([^():]+) - (.*)\)$/| `\5` | \6 | \1 | \7 |/p' \
    target/generated-sources/license/THIRD-PARTY.txt | sort
} > docs/third-party.md
