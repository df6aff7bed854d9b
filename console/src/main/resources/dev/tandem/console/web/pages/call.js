// One call: what happened in order, and beside it all that is known. While it goes on its words appear as they fall.
import { html, Component, createRef } from '../parts/html.js';
import { callPath, get, post } from '../parts/api.js';
import { live } from '../parts/live.js';
import { Empty, Fact, Failure, Status } from '../parts/pieces.js';
import { Ribbon, Timeline, entries } from '../parts/timeline.js';
import { count, duration, fullTime, ms, usd, words } from '../parts/format.js';

const OVER = ['finished', 'failed', 'cancelled'];
const CATCH_UP_MS = 500;
const SUMMARY_MS = 3000;

export class Call extends Component {
  constructor(props) {
    super(props);
    this.dialog = createRef();
    this.state = { call: null, events: [], fresh: [], error: null, number: null, said: null, now: Date.now() };
  }

  componentDidMount() {
    document.title = 'Call · Tandem';
    this.mounted = true;
    this.stop = live.follow(this.props.id, (name, data) => this.heard(name, data));
    this.stopListening = live.listen(() => this.setState({ now: Date.now() }));
    this.tick = setInterval(() => !this.over() && this.setState({ now: Date.now() }), 1000);
    this.load();
  }

  componentWillUnmount() {
    this.mounted = false;
    this.stop();
    this.stopListening();
    clearInterval(this.tick);
    clearTimeout(this.soon);
  }

  over() {
    return OVER.includes(this.state.call?.status);
  }

  /** Words are shown at once; what else is known of the call is asked for a moment later. */
  heard(name, data) {
    if (name === 'turn') {
      this.setState(({ fresh }) => ({ fresh: [...fresh.filter((line) => line.item_id !== data.item_id), data] }));
    }
    this.later(CATCH_UP_MS);
  }

  later(pause) {
    if (!this.soon) {
      this.soon = setTimeout(() => {
        this.soon = null;
        this.load();
      }, pause);
    }
  }

  async load() {
    const path = callPath(this.props.id);
    try {
      const [call, journal] = await Promise.all([get(path), get(`${path}/events`)]);
      if (!this.mounted) return;
      const known = new Set((call.transcript ?? []).map((line) => line.item_id));
      this.setState(({ fresh }) => ({
        call, events: journal.events, error: null, fresh: fresh.filter((line) => !known.has(line.item_id)),
      }));
      document.title = `${call.from || 'Call'} · Tandem`;
      if (!OVER.includes(call.status)) this.later(10000);
      else if (call.summary?.state === 'pending') this.later(SUMMARY_MS);
    } catch (error) {
      if (!this.mounted) return;
      this.setState({ error });
      if (error.status !== 404) this.later(3000);
    }
  }

  async reveal() {
    try {
      this.setState({ number: (await post(`${callPath(this.props.id)}/reveal`)).from || 'unknown' });
    } catch (error) {
      this.setState({ said: error.message });
    }
  }

  async hangUp() {
    this.dialog.current.close();
    try {
      await post(`${callPath(this.props.id)}/hangup`);
      this.setState({ said: 'The call is being ended.' });
    } catch (error) {
      this.setState({ said: error.message });
    }
    this.later(CATCH_UP_MS);
  }

  head(call, may) {
    const { number, now } = this.state;
    const card = live.calls.get(this.props.id);
    const lost = card && !this.over() && (!card.attended ? 'unattended' : card.attaches > 0 && !card.attached ? 're-attaching' : null);
    const end = call.ended_at ? Date.parse(call.ended_at) : now;
    return html`<header class="call-head"><div><a href="#/calls" class="dim">Calls</a>
        <h1><span class="mono">${number ?? (call.from || 'unknown')}</span>
          ${!number && call.from && may.includes('reveal') && html`<button class="small plain" onClick=${() => this.reveal()}
            title="Shows the whole number; the node's log notes it">Show number</button>`}</h1>
        <p>to <span class="mono">${call.to}</span>${call.tenant && html`, ${call.tenant}`}${call.agent && html`, ${call.agent.name}`}</p></div>
      <div class="call-state"><${Status} status=${call.status}/>${lost && html`<span class="badge bad">${lost}</span>`}
        <span class="clock">${duration(end - Date.parse(call.answered_at ?? call.offered_at))}</span>
        ${!this.over() && may.includes('hangup') && html`<button class="danger" onClick=${() => this.dialog.current.showModal()}>Hang up</button>`}</div>
      <dialog ref=${this.dialog} aria-labelledby="sure"><article><h2 id="sure">Hang up this call?</h2>
        <p>The caller is cut off at once.</p>
        <footer><button class="plain" onClick=${() => this.dialog.current.close()}>Let it go on</button>
          <button class="danger" onClick=${() => this.hangUp()}>Hang up</button></footer></article></dialog></header>`;
  }

  facts(call) {
    const admission = call.admission;
    const usage = call.usage;
    return html`<dl><${Fact} name="Id"><code>${call.id}</code></${Fact}>
      <${Fact} name="Offered">${fullTime(call.offered_at)}</${Fact}>
      <${Fact} name="Setup">${call.setup_ms != null && ms(call.setup_ms)}</${Fact}>
      <${Fact} name="Ended">${call.ended_at && fullTime(call.ended_at)}</${Fact}>
      <${Fact} name="Why">${call.termination && `${words(call.termination.reason)}${call.termination.detail ? `: ${call.termination.detail}` : ''}`}</${Fact}>
      <${Fact} name="Admission">${admission && `${admission.decision}${admission.reason ? `, ${words(admission.reason)}` : ''}${
        admission.limit ? `: ${admission.in_use} of ${admission.limit} in use` : ''}${admission.sip_status ? `, SIP ${admission.sip_status}` : ''}`}</${Fact}>
      <${Fact} name="Configuration version">${call.agent && html`<code>${call.agent.version}</code>`}</${Fact}>
      <${Fact} name="Turns">${`${call.turns}${call.interruptions ? `, ${call.interruptions} interrupted` : ''}`}</${Fact}>
      <${Fact} name="Sidebands">${call.attaches?.length > 0 && html`<ul class="bare">${call.attaches.map((one) => html`<li>${one.epoch}: <code>${one.node}</code></li>`)}</ul>`}</${Fact}>
      <${Fact} name="Gaps">${call.gaps?.length > 0 && `${call.gaps.length}, ${ms(call.gaps.reduce((sum, gap) => sum + gap.ms, 0))} in all`}</${Fact}>
      ${Object.entries(call.cost ?? {}).map(([kind, sum]) => html`<${Fact} name=${kind === 'total' ? 'Cost in all' : `Cost, ${words(kind)}`}>${usd(sum)}</${Fact}>`)}
      <${Fact} name="Tokens">${usage && `in ${count(usage.text_in + usage.audio_in)} (${count(usage.text_cached + usage.audio_cached)} cached), out ${count(usage.text_out + usage.audio_out)}`}</${Fact}></dl>`;
  }

  summary({ summary }) {
    if (!summary) return null;
    return html`<section class="card summary-card"><h2>Summary <span class="badge ${summary.state === 'failed' ? 'bad' : summary.state === 'ready' ? 'quiet' : 'info'}">${summary.state}</span></h2>
      ${summary.summary && html`<p>${summary.summary}</p>`}${summary.error && html`<p class="bad-text">${summary.error}</p>`}
      <dl><${Fact} name="Intent">${summary.intent}</${Fact}><${Fact} name="Outcome">${words(summary.outcome)}</${Fact}>
        <${Fact} name="Sentiment">${summary.sentiment}</${Fact}></dl>
      ${summary.follow_ups?.length > 0 && html`<ul>${summary.follow_ups.map((one) => html`<li>${one}</li>`)}</ul>`}</section>`;
  }

  render({ session }, { call, events, fresh, error, said, now }) {
    if (!call) {
      return error
        ? html`<section class="card">${error.status === 404
          ? html`<${Empty} title="There is no such call">It may be a moment too early, or the id is mistyped. <a href="#/calls">All calls</a></${Empty}>`
          : html`<${Failure} error=${error} again=${() => this.load()}/>`}</section>`
        : html`<p class="wait" aria-busy="true">Reading the call's journal</p>`;
    }
    const list = entries(call, events, fresh);
    return html`${this.head(call, session.may)}
      <p class="visually-hidden" role="status">${said}</p>${said && html`<p class="said">${said}</p>`}
      ${error && html`<${Failure} error=${error} again=${() => this.load()}/>`}
      <${Ribbon} call=${call} list=${list} now=${now}/>
      <div class="beside call-body"><section class="card" aria-label="What happened"><${Timeline} list=${list} live=${!this.over()}/></section>
        <div class="stack-cards">${this.summary(call)}<section class="card" aria-label="Facts">${this.facts(call)}</section></div></div>`;
  }
}
