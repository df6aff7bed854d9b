// The calls that go on, those in trouble first, then the newest; a thousand of them cost no more than those in view.
import { html, Component } from './html.js';
import { live } from './live.js';
import { Rows } from './rows.js';
import { Empty, Status } from './pieces.js';
import { duration, ms, count } from './format.js';

const trouble = (call) => (!call.attended ? 2 : call.attaches > 0 && !call.attached ? 1 : 0);
const matches = (call, text) => `${call.call_id} ${call.tenant} ${call.agent} ${call.from} ${call.to} ${call.node} ${call.status}`
  .toLowerCase().includes(text);

function State({ call }) {
  if (!call.attended) return html`<span class="badge bad" title="Its node is not heard of, or handed it over">unattended</span>`;
  if (call.attaches > 0 && !call.attached) return html`<span class="badge warn">re-attaching</span>`;
  return html`<${Status} status=${call.status}/>`;
}

export class LiveCalls extends Component {
  constructor(props) {
    super(props);
    this.state = { text: '', now: Date.now() };
  }

  componentDidMount() {
    this.stop = live.listen(() => this.setState({ now: Date.now() }));
    this.tick = setInterval(() => this.setState({ now: Date.now() }), 1000);
  }

  componentWillUnmount() {
    this.stop();
    clearInterval(this.tick);
  }

  row(call, now) {
    const href = `#/calls/${encodeURIComponent(call.call_id)}`;
    const since = call.answered_at ?? call.offered_at ?? call.at;
    return html`
      <span role="cell" class="who"><a href=${href} class="whole">${call.from || 'unknown'}</a></span>
      <span role="cell" class="tenant">${call.tenant ?? '–'}${call.agent && html`<small>${call.agent}</small>`}</span>
      <span role="cell" class="state"><${State} call=${call}/></span>
      <span role="cell" class="number">${duration(now - Date.parse(since))}</span>
      <span role="cell" class="last">${call.last
        ? html`<span class="speaker ${call.last.speaker}">${call.last.speaker}</span>${call.last.text}` : html`<span class="dim">no words yet</span>`}</span>
      <span role="cell" class="number latency">${ms(call.latency_ms)}</span>
      <span role="cell" class="number turns">${call.turns}</span>
      <span role="cell" class="node">${call.node ?? '–'}${call.attaches > 1
        && html`<span class="badge info" title="Sidebands it has had">×${call.attaches}</span>`}</span>`;
  }

  render(_, { text, now }) {
    const wanted = text.trim().toLowerCase();
    const calls = [...live.calls.values()].filter((call) => !wanted || matches(call, wanted))
      .sort((a, b) => trouble(b) - trouble(a) || Date.parse(b.offered_at ?? b.at) - Date.parse(a.offered_at ?? a.at));
    const names = ['Caller', 'Tenant, agent', 'State', 'Time', 'Last words', 'Latency', 'Turns', 'Node'];
    return html`<section class="card going" aria-label="Calls in progress">
      <div class="title"><h2>Calls in progress <span class="tally" data-test="going">${count(live.calls.size)}</span></h2>
        <input type="search" placeholder="Filter" aria-label="Filter calls in progress" value=${text}
          onInput=${(e) => this.setState({ text: e.target.value })}/></div>
      ${calls.length > 0
        ? html`<${Rows} items=${calls} keyOf=${(call) => call.call_id} row=${(call) => this.row(call, now)}
            label="Calls in progress" head=${names.map((name) => html`<span role="columnheader">${name}</span>`)}/>`
        : live.calls.size > 0
          ? html`<${Empty} title="No call fits the filter">Clear it to see all ${count(live.calls.size)}.</${Empty}>`
          : live.state === 'live'
            ? html`<${Empty} title="No call goes on">New ones appear here by themselves. Past ones are under <a href="#/calls">Calls</a>.</${Empty}>`
            : html`<${Empty} title="Waiting for the node">Calls appear as soon as the line to it is open.</${Empty}>`}
    </section>`;
  }
}
