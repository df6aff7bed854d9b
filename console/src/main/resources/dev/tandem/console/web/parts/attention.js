// What somebody should look at; a quiet line when there is nothing.
import { html } from './html.js';
import { get } from './api.js';
import { Polling } from './poll.js';
import { Failure } from './pieces.js';
import { ago, fullTime, words, shortId } from './format.js';

export class Attention extends Polling {
  constructor(props) {
    super(props, 3000);
  }

  componentDidUpdate(before) {
    if (before.alarm !== this.props.alarm) this.now();
  }

  ask() {
    return get('attention');
  }

  render(_, { data, error }) {
    const items = data?.items ?? [];
    if (error && !data) return html`<section class="card"><${Failure} error=${error} again=${() => this.now()}/></section>`;
    if (data && items.length === 0) {
      return html`<section class="card calm" aria-label="Needs attention"><span class="dot good"></span>
        Nothing needs attention${error ? '; the last answer is a moment old' : ''}.</section>`;
    }
    return html`<section class="card attention" aria-label="Needs attention" aria-live="polite">
      <h2>Needs attention <span class="tally">${items.length || ''}</span></h2>
      <ul>${items.map((item) => html`<li class=${item.severity} key=${`${item.kind} ${item.call_id} ${item.node} ${item.tenant}`}>
        <span class="dot ${item.severity === 'urgent' ? 'bad' : 'warn'}"></span>
        <div><strong>${words(item.kind)}</strong>
          ${item.node && html`<code>${item.node}</code>`}${item.tenant && html`<span class="dim">${item.tenant}</span>`}
          ${item.call_id && html`<a href=${`#/calls/${encodeURIComponent(item.call_id)}`}>${shortId(item.call_id)}</a>`}
          <p>${item.detail}</p></div>
        ${item.since && html`<time title=${fullTime(item.since)} datetime=${item.since}>${ago(item.since, Date.now())}</time>`}
      </li>`)}</ul></section>`;
  }
}
