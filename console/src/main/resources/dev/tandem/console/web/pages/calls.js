// All calls, newest first, with filters that live in the address.
import { html, Component } from '../parts/html.js';
import { callPath, get } from '../parts/api.js';
import { Empty, Failure, Status } from '../parts/pieces.js';
import { duration, fullTime, time, usd, words, zone } from '../parts/format.js';

const STATUSES = ['new', 'running', 'stopping', 'finished', 'failed', 'cancelled'];
const FIELDS = ['tenant', 'status', 'to', 'from', 'until'];

export class Calls extends Component {
  constructor(props) {
    super(props);
    this.state = { calls: null, next: null, error: null, tenants: [], busy: false };
  }

  componentDidMount() {
    document.title = 'Calls · Tandem';
    get('tenants').then(({ tenants }) => this.setState({ tenants }), () => {});
    this.load();
  }

  componentDidUpdate(before) {
    if (before.query.toString() !== this.props.query.toString()) this.load();
  }

  asked() {
    const asked = Object.fromEntries(FIELDS.map((name) => [name, this.props.query.get(name)]));
    const instant = (text) => (text ? new Date(text).toISOString() : null);
    return { ...asked, from: instant(asked.from), until: instant(asked.until), limit: 50 };
  }

  async load(cursor) {
    const turn = (this.turn = (this.turn ?? 0) + 1);
    this.setState({ busy: true, error: null });
    try {
      const page = await get('calls', { ...this.asked(), cursor });
      if (turn !== this.turn) return;
      this.setState(({ calls }) => ({
        calls: cursor ? [...calls, ...page.calls] : page.calls, next: page.next_cursor ?? null, busy: false,
      }));
    } catch (error) {
      if (turn === this.turn) this.setState({ error, busy: false });
    }
  }

  filter(name, value) {
    const query = new URLSearchParams(this.props.query);
    if (value) query.set(name, value);
    else query.delete(name);
    const text = query.toString();
    location.hash = text ? `#/calls?${text}` : '#/calls';
  }

  /** An id opens its call; a number is looked for among the dialled ones. */
  async search(event) {
    event.preventDefault();
    const text = new FormData(event.target).get('search').trim();
    if (/^\+?[0-9 ()-]{5,}$/.test(text)) {
      this.filter('to', text.replace(/[^+0-9]/g, ''));
    } else if (text) {
      try {
        const call = await get(callPath(text));
        location.hash = `#/calls/${encodeURIComponent(call.id)}`;
      } catch (error) {
        this.setState({ error });
      }
    }
  }

  render({ query }, { calls, next, error, tenants, busy }) {
    const chosen = (name) => query.get(name) ?? '';
    const filtered = FIELDS.some((name) => query.get(name));
    return html`<section class="card calls"><div class="title"><h1>Calls</h1><span class="dim">times are ${zone}</span></div>
      <form class="filters" onSubmit=${(e) => this.search(e)}>
        <input type="search" name="search" placeholder="Call id or dialled number" aria-label="Search by call id or dialled number"/>
        <select aria-label="Tenant" value=${chosen('tenant')} onChange=${(e) => this.filter('tenant', e.target.value)}>
          <option value="">All tenants</option>${tenants.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select>
        <select aria-label="Status" value=${chosen('status')} onChange=${(e) => this.filter('status', e.target.value)}>
          <option value="">Any status</option>${STATUSES.map((one) => html`<option value=${one}>${one}</option>`)}</select>
        <label>From<input type="datetime-local" value=${chosen('from')} onChange=${(e) => this.filter('from', e.target.value)}/></label>
        <label>Until<input type="datetime-local" value=${chosen('until')} onChange=${(e) => this.filter('until', e.target.value)}/></label>
        ${filtered && html`<button type="button" class="plain" onClick=${() => { location.hash = '#/calls'; }}>Clear${chosen('to') ? ` ${chosen('to')}` : ''}</button>`}
        <button type="button" class="plain" onClick=${() => this.load()} aria-busy=${busy}>Refresh</button></form>
      ${error && html`<${Failure} error=${error} again=${() => this.load()}/>`}
      ${calls && calls.length === 0 && html`<${Empty} title=${filtered ? 'No call fits these filters' : 'No call yet'}>
        ${filtered ? 'Widen the time or clear the filters.' : html`Point the provider's webhook at this cluster and dial one of the numbers under <a href="#/settings">Settings</a>.`}</${Empty}>`}
      ${calls && calls.length > 0 && html`<div class="scroll" tabindex="0" role="region" aria-label="Calls"><table>
        <thead><tr><th>Offered</th><th>Caller</th><th>Dialled</th><th>Tenant</th><th>Status</th><th>Why</th>
          <th class="number">Duration</th><th class="number">Turns</th><th class="number">Cost</th><th>Summary</th></tr></thead>
        <tbody>${calls.map((call) => html`<tr key=${call.id}>
          <td><a href=${`#/calls/${encodeURIComponent(call.id)}`} title=${fullTime(call.offered_at)}>${time(call.offered_at)}</a></td>
          <td class="mono">${call.from || 'unknown'}</td><td class="mono">${call.to ?? '–'}</td>
          <td>${call.tenant ?? '–'}</td><td><${Status} status=${call.status}/></td><td>${words(call.termination?.reason) || '–'}</td>
          <td class="number">${duration(call.duration_ms)}</td><td class="number">${call.turns}</td>
          <td class="number">${usd(call.cost?.total)}</td>
          <td class="summary">${call.summary?.summary ?? ''}</td></tr>`)}</tbody></table></div>`}
      ${next && html`<button class="more" aria-busy=${busy} onClick=${() => this.load(next)}>Older calls</button>`}</section>`;
  }
}
