// The calls of the whole cluster as they go on, from server-sent events. Whoever shows them hears at most four times a second that
// something changed, however much did; single events go only to those who ask for one call's.
const PAUSE_MS = 250;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8000;
const SILENCE_MS = 40000;

class Live {
  constructor() {
    this.calls = new Map();
    this.state = 'connecting';
    this.since = null;
    this.listeners = new Set();
    this.followers = new Map();
    this.retry = FIRST_RETRY_MS;
    this.ended = [];
  }

  start() {
    if (!this.source && !this.timer) {
      this.connect();
    }
  }

  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.watchdog);
    this.timer = null;
    this.source?.close();
    this.source = null;
    this.to('connecting');
  }

  /** `listener()` after changes, at most four times a second. */
  listen(listener) {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** `listener(name, data)` at once, for one call's events. */
  follow(callId, listener) {
    const those = this.followers.get(callId) ?? new Set();
    those.add(listener);
    this.followers.set(callId, those);
    return () => {
      those.delete(listener);
      if (those.size === 0) this.followers.delete(callId);
    };
  }

  connect() {
    const source = new EventSource('../api/v1/calls/live');
    this.source = source;
    const on = (name, take) => source.addEventListener(name, (event) => {
      if (this.source !== source) return;
      this.heard();
      const data = JSON.parse(event.data);
      take(data);
      this.followers.get(data.call_id)?.forEach((listener) => listener(name, data));
      this.changed();
    });
    on('snapshot', (data) => {
      this.calls = new Map(data.calls.map((call) => [call.call_id, call]));
      this.to('live');
      this.retry = FIRST_RETRY_MS;
      this.followers.forEach((those) => those.forEach((listener) => listener('snapshot', data)));
    });
    on('call', (data) => this.change(data));
    on('gone', (data) => this.calls.delete(data.call_id));
    on('turn', (data) => this.patch(data.call_id, (call) => ({
      turns: (call.turns ?? 0) + 1,
      last: { speaker: data.speaker, text: data.text, at: data.at },
    })));
    on('timing', (data) => this.patch(data.call_id, (call) => ({ latency_ms: data.latency_ms ?? call.latency_ms })));
    on('tool', () => {});
    on('lagged', () => this.again(0));
    source.onerror = () => this.source === source && this.again();
    this.heard();
  }

  change(call) {
    if (['finished', 'failed', 'cancelled'].includes(call.status)) {
      this.calls.delete(call.call_id);
      this.ended = [call, ...this.ended].slice(0, 50);
    } else {
      this.calls.set(call.call_id, call);
    }
  }

  patch(id, how) {
    const call = this.calls.get(id);
    if (call) this.calls.set(id, { ...call, ...how(call) });
  }

  /** Comments keep the line open but wake no script, so silence only means that a new connection is worth its price. */
  heard() {
    clearTimeout(this.watchdog);
    this.watchdog = setTimeout(() => this.calls.size > 0 && this.again(0), SILENCE_MS);
  }

  again(pause = this.retry) {
    this.source?.close();
    this.source = null;
    clearTimeout(this.timer);
    if (pause > 0) this.to('away');
    this.retry = Math.min(LONGEST_RETRY_MS, this.retry * 2);
    this.timer = setTimeout(() => {
      this.timer = null;
      this.connect();
    }, pause);
    this.changed();
  }

  to(state) {
    if (this.state !== state) {
      this.state = state;
      this.since = Date.now();
    }
  }

  changed() {
    if (this.pending) return;
    this.pending = true;
    const wait = Math.max(0, PAUSE_MS - (Date.now() - (this.toldAt ?? 0)));
    setTimeout(() => {
      this.pending = false;
      this.toldAt = Date.now();
      this.listeners.forEach((listener) => listener());
    }, wait);
  }
}

export const live = new Live();
