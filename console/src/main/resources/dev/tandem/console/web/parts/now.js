// The head of the first screen: slots, the last five minutes and hour, today.
import { html, Component } from './html.js';
import { get } from './api.js';
import { live } from './live.js';
import { Polling } from './poll.js';
import { Chart } from './chart.js';
import { Gauge, Tile, Failure } from './pieces.js';
import { count, ms, usd, words } from './format.js';

const startOfDay = () => {
  const date = new Date();
  date.setHours(0, 0, 0, 0);
  return date.toISOString();
};

class Slots extends Polling {
  constructor(props) {
    super(props, 2000);
  }

  componentDidMount() {
    super.componentDidMount();
    this.stop = live.listen(() => this.forceUpdate());
  }

  componentWillUnmount() {
    super.componentWillUnmount();
    this.stop();
  }

  ask() {
    return get('concurrency');
  }

  render(_, { data, error }) {
    const going = [...live.calls.values()].filter((call) => call.status !== 'new' && call.tenant).length;
    return html`<div class="slots"><div class="headline"><span class="big" data-test="active">${count(going)}</span>
        <span class="of">${data ? `of ${count(data.global.limit)}` : ''}<small>calls now</small></span></div>
      ${data && html`<${Gauge} used=${data.global.in_use} limit=${data.global.limit} label="Slots of the cluster"/>`}
      ${error && !data && html`<${Failure} error=${error} again=${() => this.now()}/>`}
      ${error && data && html`<p class="dim">Admission does not answer; slots as of a moment ago.</p>`}
      <ul class="tenants">${(data?.tenants ?? []).map((tenant) => html`<li key=${tenant.tenant}><span>${tenant.tenant}</span>
        <${Gauge} used=${tenant.in_use} limit=${tenant.limit} label=${tenant.tenant}/>
        <span class="number">${tenant.in_use} / ${tenant.limit}</span></li>`)}</ul></div>`;
  }
}

class Today extends Polling {
  constructor(props) {
    super(props, 10000);
  }

  ask() {
    return get('analytics', { from: startOfDay() });
  }

  render(_, { data }) {
    return html`<${Tile} name="Spent today" value=${usd(data?.cost)} note=${data && `${count(data.calls)} calls`}/>
      <${Tile} name="Minutes today" value=${data ? count(Math.round(data.minutes)) : '–'}
        note=${data && !data.complete ? 'newest calls only' : 'of calls that ended'}/>`;
  }
}

class Pace extends Polling {
  constructor(props) {
    super(props, 5000);
  }

  ask() {
    return get('activity');
  }

  series(minutes) {
    const last = Math.floor(Date.now() / 60000);
    const times = Array.from({ length: 60 }, (_, i) => (last - 59 + i) * 60);
    const at = new Map(minutes.map((minute) => [Date.parse(minute.at) / 1000, minute]));
    const of = (pick, none) => times.map((time) => (at.has(time) ? pick(at.get(time)) ?? none : none));
    return {
      calls: [times, of((m) => m.answered + m.refused, 0), of((m) => m.refused, 0)],
      latency: [times, of((m) => m.first_audio_ms?.p50, null), of((m) => m.first_audio_ms?.p95, null)],
    };
  }

  render(_, { data, error }) {
    const five = data?.last_five_minutes;
    const refusals = Object.entries(five?.refused_by ?? {}).map(([why, times]) => `${words(why)} ${times}`).join(', ');
    const perMinute = (n) => (n == null ? '–' : (n / 5).toFixed(n % 5 === 0 ? 0 : 1));
    const series = data && this.series(data.minutes);
    const latency = five?.first_audio_ms;
    return html`<div class="tiles">
        <${Tile} name="Answered per minute" value=${perMinute(five?.answered)} note="last five minutes"/>
        <${Tile} name="Refused per minute" value=${perMinute(five?.refused)} note=${refusals || 'none'}
          tone=${five?.refused ? 'warn' : ''}/>
        <${Tile} name="Setup, p95" value=${ms(five?.setup_ms?.p95)} note="ring to answer"/>
        <${Tile} name="First audio, p50" value=${ms(latency?.p50)}
          note=${latency ? `p95 ${ms(latency.p95)}, p99 ${ms(latency.p99)}` : 'no turn yet'}/>
        <${Today}/></div>
      ${error && !data && html`<${Failure} error=${error} again=${() => this.now()}/>`}
      ${series && html`<div class="charts">
        <${Chart} label="Calls per minute" height=${112} data=${series.calls} least=${4}
          series=${[{ label: 'answered', colour: '--accent', bars: true }, { label: 'refused', colour: '--bad', bars: true }]}/>
        <${Chart} label="First audio" height=${112} data=${series.latency} written=${(n) => ms(n)} least=${500}
          series=${[{ label: 'p50', colour: '--accent' }, { label: 'p95', colour: '--warn' }]}/></div>`}`;
  }
}

export class Now extends Component {
  render() {
    return html`<section class="card now" aria-label="Now"><${Slots}/><div class="pace"><${Pace}/></div></section>`;
  }
}
