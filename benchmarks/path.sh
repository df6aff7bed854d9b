#!/usr/bin/env bash
# Measures what a call costs a node: a node of its own on one core, Cassandra and the load on another, driven by an
# external harness that plays OpenAI and the callers. Run it as `./tandem bench path --harness DIR`.
set -euo pipefail

home=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)

help() {
  cat <<'TEXT'
Usage: ./tandem bench path --harness DIR [OPTIONS]

Starts Cassandra, one tool service and one node or several, drives them with the harness in DIR, prints CPU per call, latencies and memory
(of several nodes together), and stops everything. The harness is no part of Tandem: DIR must hold its run.sh and src/harness.c.
  --mode MODE        sideband: calls that are held (default); admit: arriving calls, --calls then being calls per second
  --calls "N ..."    steps, one after the other (default "100 400")
  --seconds S        measured time of a step (default 20)
  --warm-calls N     calls that warm the node up before the first step (default 150; 0 for none)
  --warm-seconds S   for so long (default 60)
  --nodes N          nodes of one cluster, all on the node's core, behind HAProxy when there are several (default 1)
  --node-core C      the node's core (default 0)
  --other-core C     the core of Cassandra, tool service and harness (default 1)
  --jvm "OPTIONS"    a node's JVM options, such as "-Xmx512m -XX:+UseSerialGC"
  --cassandra ADDR   a Cassandra that runs already and holds nothing else, host:port, instead of one of its own
  --checkout DIR     the node of another checkout that is built, for a comparison of before and after
  --label NAME       the row's name (default tandem)
  --limit            the harness's own raw relay instead, which keeps nothing
  --keep             leaves the folder run/bench-path with the logs of a run that went well, too
  -- OPTIONS         more options of the harness, such as --fn-every 0 for calls without tools, --script 0 for idle ones
TEXT
}

fail() {
  printf 'tandem: %s\n' "$1" >&2
  exit "${2:-1}"
}

harness="" mode=sideband calls="100 400" seconds=20 warm_calls=150 warm_seconds=60 nodes=1 node_core=0 other_core=1 jvm="" label=tandem checkout="$home" given=""
limit="" keep="" more=()
while [ $# -gt 0 ]; do
  case "$1" in
    --help | -h) help && exit 0 ;;
    --harness) harness=${2:-} && shift ;;
    --mode) mode=${2:-} && shift ;;
    --calls) calls=${2:-} && shift ;;
    --seconds) seconds=${2:-} && shift ;;
    --warm-calls) warm_calls=${2:-} && shift ;;
    --warm-seconds) warm_seconds=${2:-} && shift ;;
    --nodes) nodes=${2:-} && shift ;;
    --node-core) node_core=${2:-} && shift ;;
    --other-core) other_core=${2:-} && shift ;;
    --jvm) jvm=${2:-} && shift ;;
    --cassandra) given=${2:-} && shift ;;
    --checkout) checkout=${2:-} && shift ;;
    --label) label=${2:-} && shift ;;
    --limit) limit=true ;;
    --keep) keep=true ;;
    --) shift && more=("$@") && break ;;
    *) help >&2 && exit 2 ;;
  esac
  shift
done
case "$mode" in sideband | admit) ;; *) fail "there is no mode $mode; there are sideband and admit." 2 ;; esac
[ -n "$harness" ] || fail "name the harness's folder by --harness; it is no part of Tandem." 2
[ -x "$harness/run.sh" ] && [ -e "$harness/src/harness.c" ] || fail "$harness holds no harness: run.sh and src/harness.c are missing." 69
tools_needed="gcc make taskset python3 curl"
[ "$nodes" = 1 ] || tools_needed+=" haproxy"
for tool in $tools_needed; do
  command -v "$tool" >/dev/null || fail "$tool is needed and was not found." 69
done

# The harness builds and reports into its own folder, which may be read-only or shared.
folder="$home/run/bench-path"
rm -rf "$folder"
mkdir -p "$folder/tenants" "$folder/results"
cp -r "$harness" "$folder/harness" && chmod -R u+w "$folder/harness"
harness="$folder/harness"

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

pids=()
stop() {
  trap - EXIT INT TERM
  local pid
  for pid in "${pids[@]}"; do kill -TERM "$pid" 2>/dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2>/dev/null || true; done
}
trap stop EXIT INT TERM

drive() {
  (cd "$harness" && SUT_CPU=$node_core HARNESS_CPU=$other_core ./run.sh --mode "$mode" --calls "$calls" --seconds "$seconds" --sim-port "$simulated" \
    --warm-calls "$warm_calls" --warm-seconds "$warm_seconds" --out "$folder/results/$label.jsonl" "$@" \
    ${more[@]+-- "${more[@]}"})
  printf 'cores that the host gave to others meanwhile, step by step: %s\n' \
    "$(sed -n 's/.*"steal_cores":\([-0-9.]*\).*/\1/p' "$folder/results/"*.jsonl | paste -sd' ')"
}

simulated=$(free_port)
if [ -n "$limit" ]; then
  drive --limit
  exit 0
fi

tools=$(free_port) public=$(free_port)

# One answer to every order, kept alive, and one to whoever asks for a summary: the harness has none, and a summary that fails is tried three times.
cat >"$folder/tools.py" <<'PYTHON'
import http.server, json, sys
ORDER = b'{"status":"shipped"}'
TEXT = {"summary": "The caller asked for an order.", "intent": "order", "outcome": "resolved", "sentiment": "neutral", "follow_ups": []}
SUMMARY = json.dumps({"status": "completed", "output": [{"type": "message", "content": [{"type": "output_text", "text": json.dumps(TEXT)}]}],
                      "usage": {"input_tokens": 900, "output_tokens": 60}}).encode()
class Order(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: in two, the second waits 40 ms for the other side's delayed ACK
    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        answer = SUMMARY if self.path == "/v1/responses" else ORDER
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)
    def log_message(self, *a):
        pass
http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Order).serve_forever()
PYTHON

cat >"$folder/tenants/bench.yaml" <<YAML
tenant: bench
name: Bench
numbers: ["+18005550199"]
agent:
  name: receptionist
  model: gpt-realtime
  voice: marin
  instructions: You are a helpful voice agent for a small company. Be brief.
  tools:
    - name: lookup_order
      description: Looks up an order by its number.
      effect: read
      http: { method: POST, url: "http://127.0.0.1:$tools/lookup", timeout: 5s }
      parameters: { type: object, properties: { order_id: { type: string } }, required: [order_id] }
YAML

awaited() {
  local what=$1 pid=$2 try
  shift 2
  for try in $(seq 1 600); do
    if "$@" >/dev/null 2>&1; then return 0; fi
    kill -0 "$pid" 2>/dev/null || fail "$what ended while starting; its log is in $folder."
    sleep 0.5
  done
  fail "$what did not start within five minutes; its log is in $folder."
}

taskset -c "$other_core" python3 "$folder/tools.py" "$tools" >"$folder/tools.log" 2>&1 &
pids+=($!)
if [ -z "$given" ]; then
  port=$(free_port)
  given=127.0.0.1:$port
  # A Cassandra of production compiles all the way.
  TANDEM_CASSANDRA_JVM_OPTIONS="-XX:TieredStopAtLevel=4 -Xms1g -Xmx1g" \
    taskset -c "$other_core" "$home/tandem" cassandra --folder "$folder/cassandra" --port "$port" >"$folder/cassandra.log" 2>&1 &
  pids+=($!)
  awaited Cassandra $! grep -q "Cassandra is ready" "$folder/cassandra.log"
fi

token=bench-path-token-0123456789
seeds=""
node_pids=() webhooks=()

# The first node alone makes the cluster, and the schema; the others join it.
start_node() {
  local number=$1 remoting operator webhook
  remoting=$(free_port) operator=$(free_port) webhook=$(free_port)
  [ "$nodes" = 1 ] || seeds=${seeds:-127.0.0.1:$remoting}
  LOG_FORMAT=text LOG_LEVEL=INFO TANDEM_SEEDS=$seeds TANDEM_DISCOVERY="" TANDEM_TLS_KEY_STORE="" \
    TANDEM_CASSANDRA=$given TANDEM_CASSANDRA_CREATE_SCHEMA=true TANDEM_CONFIG="$folder/tenants" TANDEM_ADMIN_TOKEN=$token \
    OPENAI_BASE_URL=http://127.0.0.1:$simulated/v1 OPENAI_API_KEY=sk-bench \
    OPENAI_WEBHOOK_SECRET=whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0 \
    MAX_CONCURRENT_CALLS=100000 MAX_CONCURRENT_CALLS_PER_TENANT=100000 TANDEM_TOOL_ALLOW_LIST=127.0.0.1:$tools \
    TANDEM_HTTP_INTERFACE=127.0.0.1 TANDEM_HTTP_PORT=$webhook TANDEM_OPERATOR_PORT=$operator TANDEM_REMOTING_PORT=$remoting \
    TANDEM_JVM_OPTIONS="-Dtandem.summary.base-url=http://127.0.0.1:$tools/v1 $jvm" TANDEM_COPY="$folder/node-$number" \
    taskset -c "$node_core" "$checkout/tandem" node >"$folder/node-$number.log" 2>&1 &
  local pid=$!
  pids+=("$pid")
  node_pids+=("$pid")
  webhooks+=("$webhook")
  awaited "Node $number" "$pid" curl -sf -o /dev/null "http://127.0.0.1:$operator/ready"
  printf 'node ready after %s CPU s, RSS %s MB\n' "$(cpu_seconds "$pid")" "$(($(awk '{print $2}' "/proc/$pid/statm") * 4 / 1024))"
}

cpu_seconds() {
  awk -v hz="$(getconf CLK_TCK)" '{ sub(/.*\) /, ""); print ($12 + $13) / hz }' "/proc/$1/stat"
}

# Hands each webhook to the next node.
start_balancer() {
  local number
  {
    printf 'defaults\n  mode http\n  timeout connect 1s\n  timeout client 60s\n  timeout server 10s\n'
    printf 'frontend public\n  bind 127.0.0.1:%s\n  default_backend nodes\nbackend nodes\n' "$public"
    for number in "${!webhooks[@]}"; do printf '  server node-%s 127.0.0.1:%s\n' "$number" "${webhooks[$number]}"; done
  } >"$folder/haproxy.cfg"
  taskset -c "$other_core" haproxy -f "$folder/haproxy.cfg" >"$folder/haproxy.log" 2>&1 &
  pids+=($!)
}

for number in $(seq "$nodes"); do start_node "$number"; done
if [ "$nodes" = 1 ]; then public=${webhooks[0]}; else start_balancer; fi
drive --url "http://127.0.0.1:$public/openai/webhook" --pid "$(IFS=,; echo "${node_pids[*]}")" --label "$label"
[ -z "$keep" ] || exit 0
stop
rm -rf "$folder/cassandra" "$folder"/node-*
