// The nodes, and where admission decides.
import { html } from './html.js';
import { get } from './api.js';
import { Polling } from './poll.js';
import { Failure } from './pieces.js';
import { bytes, count, fullTime } from './format.js';

const heard = (node) => node.reachable && node.status === 'up';

function tone(node) {
  if (node.status === 'lost' || !node.reachable) return 'bad';
  return node.status === 'up' && node.ready !== false ? 'good' : 'warn';
}

function state(node) {
  if (node.status === 'lost') return 'lost';
  if (!node.reachable) return 'not heard of';
  if (node.status !== 'up') return node.status;
  return node.ready === false ? 'not ready' : 'up';
}

export class Nodes extends Polling {
  constructor(props) {
    super(props, 2500);
  }

  componentDidUpdate(before) {
    if (before.alarm !== this.props.alarm) this.now();
  }

  ask() {
    return get('nodes');
  }

  render(_, { data, error }) {
    const nodes = data?.nodes ?? [];
    return html`<section class="card nodes" aria-label="Nodes"><h2>Nodes <span class="tally">${nodes.filter(heard).length || ''}</span></h2>
      ${error && html`<${Failure} error=${error} again=${() => this.now()}/>`}
      <ul>${nodes.map((node) => html`<li key=${node.node} class=${tone(node)} data-node=${node.node}>
        <div class="head"><span class="dot ${tone(node)}"></span><code>${node.node}</code>
          <span class="badge ${tone(node)}">${state(node)}</span></div>
        <div class="facts">
          ${node.admission && html`<span class="badge info" title="The cluster singleton that grants slots runs here">admission</span>`}
          ${node.self && html`<span class="badge quiet" title="This page is served by it">this one</span>`}
          ${node.calls != null && html`<span><b>${count(node.calls)}</b> calls</span>`}
          ${node.shards != null && html`<span><b>${count(node.shards)}</b> shards</span>`}
          ${node.cpu != null && html`<span><b>${Math.round(node.cpu * 100)} %</b> cpu</span>`}
          ${node.heap_used != null && html`<span title=${`of ${bytes(node.heap_max)}`}><b>${bytes(node.heap_used)}</b> heap</span>`}
          ${node.version && html`<span class="dim">${node.version}</span>`}
          ${node.status === 'lost' && html`<span class="dim">removed ${fullTime(node.since)}</span>`}</div>
        ${node.reasons && html`<p class="dim">${node.reasons.join(' ')}</p>`}</li>`)}</ul></section>`;
  }
}
