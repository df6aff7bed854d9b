#!/usr/bin/env bash
# Makes the start-up archive of a node (JEP 483, 514): one start with rehearsed calls, watched by Java, which at its end writes what
# it loaded and linked. Run it as `./tandem archive`.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
node=("$home/tandem" node)
archive="$home/cluster-node/target/node.aot"
folder="$home/run/archive"
patience=900

fail() {
  printf 'tandem: %s\n' "$1" >&2
  exit "${2:-1}"
}

cassandra=""
while [ $# -gt 0 ]; do
  case "$1" in
    --cassandra) cassandra=${2:-} && shift ;;
    --distribution)
      node=("$home/cluster-node/target/distribution/bin/tandem-node")
      archive="$home/cluster-node/target/distribution/lib/node.aot"
      ;;
    *) fail "archive has no option $1; --help tells more." 2 ;;
  esac
  shift
done
version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$JAVA_HOME/release" 2>/dev/null || true)
[ "${version:-0}" -ge 25 ] || fail "an archive needs Java 25 or newer, and $JAVA_HOME is ${version:-unknown}."

rm -rf "$folder"
mkdir -p "$folder/tenants"

pids=()
stop() {
  trap - EXIT INT TERM
  local pid
  for pid in ${pids[@]+"${pids[@]}"}; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in ${pids[@]+"${pids[@]}"}; do wait "$pid" 2>/dev/null || true; done
}
trap stop EXIT INT TERM

# Waits until the log of the process $1 says $2.
awaited() {
  local left=$patience
  until grep -q "$2" "$3" 2>/dev/null; do
    kill -0 "$1" 2>/dev/null || fail "what was to say \"$2\" has ended; see $3."
    [ "$left" -gt 0 ] || fail "what was to say \"$2\" did not within $patience s; see $3."
    left=$((left - 1))
    sleep 1
  done
}

if [ -z "$cassandra" ]; then
  "$home/tandem" cassandra --folder "$folder/cassandra" --port 0 >"$folder/cassandra.log" 2>&1 &
  pids+=($!)
  awaited "$!" "Cassandra is ready" "$folder/cassandra.log"
  cassandra=$(sed -n 's/^Cassandra is ready: \([^,]*\),.*/\1/p' "$folder/cassandra.log")
fi

cat >"$folder/tenants/archive.yaml" <<'YAML'
tenant: archive
name: Archive
numbers: ["+18005550199"]
agent: { name: nobody, model: gpt-realtime, voice: marin, instructions: Nobody calls. }
YAML

rm -f "$archive"
# A cluster of its own, whatever this shell is set up for.
LOG_FORMAT=text LOG_LEVEL=INFO TANDEM_SEEDS="" TANDEM_DISCOVERY="" TANDEM_TLS_KEY_STORE="" \
  TANDEM_CASSANDRA=$cassandra TANDEM_CASSANDRA_CREATE_SCHEMA=true TANDEM_CONFIG="$folder/tenants" TANDEM_ADMIN_TOKEN=archive-has-no-callers \
  OPENAI_BASE_URL=http://127.0.0.1:9/v1 OPENAI_API_KEY=none OPENAI_WEBHOOK_SECRET=whsec_YXJjaGl2ZS1oYXMtbm8tY2FsbGVycw== \
  TANDEM_HTTP_INTERFACE=127.0.0.1 TANDEM_HTTP_PORT=0 TANDEM_OPERATOR_PORT=0 TANDEM_REMOTING_PORT=0 \
  TANDEM_JVM_OPTIONS="-XX:AOTCacheOutput=$folder/node.aot ${TANDEM_JVM_OPTIONS:-}" \
  "${node[@]}" >"$folder/node.log" 2>&1 &
watched=$!
pids+=("$watched")
awaited "$watched" "INFO  ready (node)" "$folder/node.log"
kill -TERM "$watched"
wait "$watched" || true
[ -s "$folder/node.aot" ] || fail "Java wrote no archive; see $folder/node.log."
mv "$folder/node.aot" "$archive"
printf 'The archive is %s (%s MB).\n' "$archive" "$(($(wc -c <"$archive") / 1048576))"
stop
rm -rf "$folder"
