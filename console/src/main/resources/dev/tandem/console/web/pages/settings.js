// Whose calls are answered and how; the tenants' files are where it is changed.
import { html } from '../parts/html.js';
import { get } from '../parts/api.js';
import { Polling } from '../parts/poll.js';
import { Empty, Fact, Failure } from '../parts/pieces.js';
import { duration, words } from '../parts/format.js';

function ToolRow({ tool }) {
  return html`<tr><th scope="row">${tool.name}</th><td>${words(tool.kind)}</td><td>${tool.effect ?? ''}</td>
    <td class="mono">${tool.url ? `${tool.method} ${tool.url}` : Object.entries(tool.targets ?? {}).map(([name, to]) => `${name}: ${to}`).join(', ')}</td>
    <td>${tool.description}</td></tr>`;
}

function TenantCard({ tenant }) {
  const agent = tenant.agent;
  const turns = agent.turn_detection;
  return html`<section class="card tenant" id=${tenant.id}><div class="title"><h2>${tenant.name}</h2><code>${tenant.id}</code></div>
    <div class="columns"><dl>
      <${Fact} name="Numbers"><span class="mono">${tenant.numbers.join(', ')}</span></${Fact}>
      <${Fact} name="Most calls at one time">${tenant.concurrent_calls}</${Fact}>
      <${Fact} name="Kept for it">${tenant.guaranteed_calls || null}</${Fact}>
      <${Fact} name="Agent">${agent.name}</${Fact}>
      <${Fact} name="Configuration version"><code>${agent.version}</code></${Fact}></dl><dl>
      <${Fact} name="Model">${agent.model}</${Fact}>
      <${Fact} name="Voice">${agent.voice}</${Fact}>
      <${Fact} name="Language">${agent.language}</${Fact}>
      <${Fact} name="Transcription">${agent.transcription}</${Fact}>
      <${Fact} name="Turn detection">${turns && words(turns.type)}</${Fact}></dl><dl>
      <${Fact} name="Longest call">${duration(agent.max_duration_ms)}</${Fact}>
      <${Fact} name="Hung up after silence of">${duration(agent.silence_ms)}</${Fact}>
      <${Fact} name="Greeting">${agent.greeting}</${Fact}></dl></div>
    <details><summary>Instructions</summary><pre tabindex="0">${agent.instructions}</pre></details>
    ${agent.tools.length > 0 && html`<details><summary>${agent.tools.length} tools</summary>
      <div class="scroll" tabindex="0" role="region" aria-label=${`Tools of ${tenant.name}`}><table><thead><tr><th>Tool</th><th>Kind</th><th>Effect</th><th>Where</th><th>What for</th></tr></thead>
        <tbody>${agent.tools.map((tool) => html`<${ToolRow} tool=${tool}/>`)}</tbody></table></div></details>`}</section>`;
}

export class Settings extends Polling {
  constructor(props) {
    super(props, 60000);
  }

  componentDidMount() {
    super.componentDidMount();
    document.title = 'Settings · Tandem';
  }

  ask() {
    return get('tenants');
  }

  render(_, { data, error }) {
    return html`<div class="title lead"><h1>Settings</h1><p class="dim">Read only. Each tenant has a file in the folder
        <code>TANDEM_CONFIG</code> names; a node reads it when it starts.</p></div>
      ${error && html`<${Failure} error=${error} again=${() => this.now()}/>`}
      ${data && data.tenants.length === 0 && html`<${Empty} title="No tenant">Add a file to the folder of tenants and start the node again.</${Empty}>`}
      ${(data?.tenants ?? []).map((tenant) => html`<${TenantCard} key=${tenant.id} tenant=${tenant}/>`)}`;
  }
}
