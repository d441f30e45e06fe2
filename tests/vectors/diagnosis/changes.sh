#!/bin/sh
# What jq does to bodies. stdin and stdout as in changes.mjs.
set -eu
while IFS= read -r line; do
  recording=$(printf '%s' "$line" | jq -r .recording)
  for option in --indent=2 --compact-output --sort-keys --ascii-output; do
    set -- -c "$option"
    [ "$option" != --indent=2 ] || set -- --indent 2
    body=$(printf '%s' "$line" | jq -j .body | jq "$@" . | base64 -w 0)
    printf '{"change":"jq%s","recording":"%s","bodyBase64":"%s"}\n' \
      "$option" "$recording" "$body"
  done
done
