// Sums of the last 24 hours, of everything or of one tenant or agent.
import { html } from './html.js';
import { get } from './api.js';
import { Polling } from './poll.js';
import { Failure, Tile } from './pieces.js';
import { count, duration, share, usd } from './format.js';

export class LastDay extends Polling {
  constructor(props) {
    super(props, 15000);
    this.state = { ...this.state, tenant: '', agent: '', tenants: [] };
  }

  componentDidMount() {
    super.componentDidMount();
    get('tenants').then(({ tenants }) => this.setState({ tenants }), () => {});
  }

  ask() {
    const from = new Date(Date.now() - 86400000);
    return get('analytics', { tenant: this.state.tenant, agent: this.state.agent, from: from.toISOString() });
  }

  choose(what) {
    this.setState(what, () => this.now());
  }

  render(_, { data, error, tenant, agent, tenants }) {
    const agents = [...new Set(tenants.filter((one) => !tenant || one.id === tenant).map((one) => one.agent.name))];
    const ended = data ? data.finished + data.failed : 0;
    return html`<section class="card day" aria-label="Last 24 hours"><div class="title"><h2>Last 24 hours</h2>
      <select aria-label="Tenant" value=${tenant} onChange=${(e) => this.choose({ tenant: e.target.value, agent: '' })}>
        <option value="">All tenants</option>${tenants.map((one) => html`<option value=${one.id}>${one.name}</option>`)}</select>
      <select aria-label="Agent" value=${agent} onChange=${(e) => this.choose({ agent: e.target.value })}>
        <option value="">All agents</option>${agents.map((name) => html`<option value=${name}>${name}</option>`)}</select></div>
      ${error && !data && html`<${Failure} error=${error} again=${() => this.now()}/>`}
      <div class="tiles">
        <${Tile} name="Calls" value=${count(data?.calls)} note=${data && `${count(data.cancelled)} cancelled`}/>
        <${Tile} name="Minutes" value=${data ? count(Math.round(data.minutes)) : '–'}/>
        <${Tile} name="Average duration" value=${duration(data?.average_duration_ms)}/>
        <${Tile} name="Completed" value=${data ? share(data.finished, ended) : '–'} note=${data && `${count(data.finished)} calls`}/>
        <${Tile} name="Failed" value=${data ? share(data.failed, ended) : '–'} note=${data && `${count(data.failed)} calls`}
          tone=${data?.failed ? 'bad' : ''}/>
        <${Tile} name="Average cost" value=${usd(data?.average_cost)} note=${data && `${usd(data.cost)} in all`}/>
        <${Tile} name="Barge-in" value=${data ? share(data.interruptions, data.turns) : '–'} note="of all turns"/>
        <${Tile} name="Re-attached" value=${count(data?.reattached)} note=${data && `${count(data.with_gaps)} with gaps`}/></div>
      ${data && !data.complete && html`<p class="dim">More calls than are added up at one time: these are the newest.</p>`}</section>`;
  }
}
