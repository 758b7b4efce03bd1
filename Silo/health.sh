#!/usr/bin/env bash
# Says whether the silo in this container is ready: exit code 0, else 1 with what it answered. The image has no curl.
set -euo pipefail
port=${1:?the port of HybridOrleans:Silo:HttpUrl}

{ exec 3<>"/dev/tcp/127.0.0.1/$port"; } 2>/dev/null || {
  echo "nobody listens on port $port"
  exit 1
}
printf 'GET /health/ready HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n' >&3
read -r -t 4 _ status _ <&3 || status="no answer"
[[ $status == 200 ]] || {
  echo "not ready: $status"
  timeout 1 cat <&3 || true
  exit 1
}
