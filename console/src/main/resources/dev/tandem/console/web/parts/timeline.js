// One call told in order: its journal, with turns where they belong in the conversation and each tool call as one entry.
import { html } from './html.js';
import { clock, fullTime, ms, words } from './format.js';

const SILENT = new Set(['AcceptRequested', 'GreetingIssued', 'UsageRecorded', 'TurnTimed', 'ToolStarted', 'ToolFinished',
  'ToolAnswered', 'ToolAbandoned', 'TurnInterrupted', 'TurnUntranscribed']);

/** What is shown, in order. Words of the live feed that the journal has not told yet come last. */
export function entries(call, events, fresh) {
  const lines = call?.transcript ?? [];
  const latency = new Map(events.filter((e) => e.event === 'TurnTimed').map((e) => [e.data.item_id, e.data.timing]));
  const tools = new Map((call?.tool_calls ?? []).map((tool) => [tool.tool_call_id, tool]));
  const list = [];
  let told = 0;
  const turnsUpTo = (itemId) => {
    const end = lines.findIndex((line) => line.item_id === itemId);
    for (; told <= end; told += 1) {
      list.push({ kind: 'turn', at: lines[told].at, line: lines[told], timing: latency.get(lines[told].item_id) });
    }
  };
  events.forEach(({ event, at, data, seq }) => {
    if (event === 'TurnTranscribed') turnsUpTo(data.item_id);
    else if (event === 'ToolRequested') list.push({ kind: 'tool', at, tool: tools.get(data.tool_call_id) ?? data });
    else if (event === 'TranscriptGap') list.push({ kind: 'gap', at, ms: data.ms });
    else if (!SILENT.has(event)) list.push({ kind: 'event', at, event, data, seq });
  });
  const known = new Set(lines.map((line) => line.item_id));
  fresh.filter((line) => !known.has(line.item_id)).forEach((line) => list.push({ kind: 'turn', at: line.at, line, fresh: true }));
  return list;
}

const SAID = {
  CallOffered: (d) => ['info', 'Offered', `by ${words((d.carrier ?? '').toLowerCase())}, ${d.from || 'unknown'} to ${d.to}`],
  CallAdmitted: (d) => ['good', 'Admitted', `for ${d.tenant}, configuration ${d.agent_version}`],
  CallRefused: (d) => ['warn', 'Refused', `${words((d.reason ?? '').toLowerCase())}${d.limit ? `: ${d.in_use} of ${d.limit} in use` : ''}`],
  CallRejected: (d) => ['warn', 'Rejected', `with SIP ${d.sip_status}`],
  CallAccepted: () => ['good', 'Answered', ''],
  AcceptFailed: (d) => ['bad', 'Could not be answered', d.detail ?? ''],
  SidebandAttached: (d) => (d.epoch > 1
    ? ['good', 'Re-attached', `epoch ${d.epoch}, by ${d.node}`] : ['info', 'Attached', `by ${d.node}`]),
  SidebandLost: (d) => ['bad', 'Sideband lost', words((d.cause ?? '').toLowerCase())],
  AgentHandedOff: (d) => ['info', 'Handed off', `from ${d.from_agent} to ${d.to_agent}`],
  DtmfReceived: () => ['info', 'Key pressed', ''],
  TransferRequested: () => ['info', 'Transfer asked for', ''],
  TransferHandedOver: () => ['good', 'Transferred', ''],
  TransferFailed: (d) => ['bad', 'Transfer failed', d.detail ?? ''],
  StopRequested: (d) => ['info', 'Ending', words((d.reason ?? '').toLowerCase())],
  CallHungUp: (d) => ['info', d.was_live ? 'Hung up' : 'The caller had left', ''],
  CallEnded: (d) => ['quiet', 'Ended', `${words((d.termination ?? '').toLowerCase())}${d.detail ? `: ${d.detail}` : ''}`],
};

function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch (plain) {
    return text;
  }
}

function Tool({ tool }) {
  const bad = tool.outcome && tool.outcome !== 'succeeded';
  return html`<details class="tool ${bad ? 'bad' : ''}"><summary><span class="badge ${bad ? 'bad' : tool.outcome ? 'good' : 'info'}">${
    words(tool.outcome) || 'running'}</span><code>${tool.name}</code>${tool.duration_ms != null && html`<span class="chip">${ms(tool.duration_ms)}</span>`}
    ${tool.attempts > 1 && html`<span class="chip">${tool.attempts} attempts</span>`}</summary>
    <pre tabindex="0">${pretty(tool.arguments ?? '')}${tool.output ? `\n→ ${pretty(tool.output)}` : ''}</pre></details>`;
}

function Body({ entry }) {
  switch (entry.kind) {
    case 'turn': {
      const { line, timing } = entry;
      const wait = timing && timing.to_first_audio >= 0 ? timing.to_first_audio : null;
      return html`<div class="turn ${line.speaker} ${entry.fresh ? 'fresh' : ''}" data-item=${line.item_id}>
        <span class="speaker ${line.speaker}">${line.speaker === 'agent' ? line.agent ?? 'agent' : 'caller'}</span>
        <p>${line.text}${line.interrupted && html` <span class="badge warn">interrupted</span>`}
          ${wait != null && html` <span class="chip" title=${`response after ${ms(timing.to_response)}, all of it ${ms(timing.to_done)}`}>${ms(wait)}</span>`}</p></div>`;
    }
    case 'tool': return html`<${Tool} tool=${entry.tool}/>`;
    case 'gap': return html`<div class="gap"><strong>Gap of ${ms(entry.ms)}</strong> nobody of ours listened; words may be missing</div>`;
    default: {
      const [tone, title, more] = (SAID[entry.event] ?? (() => ['quiet', words(entry.event), '']))(entry.data);
      return html`<div class="happened"><span class="dot ${tone}"></span><strong>${title}</strong> <span>${more}</span></div>`;
    }
  }
}

export const Timeline = ({ list, live }) => html`<ol class="timeline" aria-label="Timeline" aria-live=${live ? 'polite' : null}>
  ${list.map((entry) => html`<li key=${`${entry.kind} ${entry.seq ?? entry.line?.item_id ?? entry.tool?.tool_call_id ?? entry.at}`} class=${`of-${entry.kind}`}>
    <time datetime=${entry.at} title=${fullTime(entry.at)}>${clock(entry.at)}</time><${Body} entry=${entry}/></li>`)}</ol>`;

/** The whole call at a glance: who spoke when, tools, gaps, attaches. */
export function Ribbon({ call, list, now }) {
  const begin = Date.parse(call.offered_at);
  const end = Math.max(call.ended_at ? Date.parse(call.ended_at) : now, begin + 1000);
  const x = (at) => (1000 * (Date.parse(at) - begin)) / (end - begin);
  const lane = { caller: 4, agent: 15, tool: 26 };
  return html`<svg class="ribbon" viewBox="0 0 1000 36" preserveAspectRatio="none" role="img"
    aria-label=${`${call.turns} turns between offer and ${call.ended_at ? 'end' : 'now'}`}>
    <rect class="rail" x="0" y="0" width="1000" height="36" rx="4"/>
    ${list.map((entry) => {
      if (entry.kind === 'turn') return html`<rect class=${entry.line.speaker} x=${Math.max(0, x(entry.at) - 8)} y=${lane[entry.line.speaker]} width="8" height="8" rx="2"/>`;
      if (entry.kind === 'tool') return html`<rect class="tool" x=${x(entry.at)} y=${lane.tool} width="6" height="6" rx="2"/>`;
      if (entry.kind === 'gap') {
        const width = (1000 * entry.ms) / (end - begin);
        return html`<rect class="gap" x=${Math.max(0, x(entry.at) - width)} y="0" width=${width} height="36"/>`;
      }
      return entry.event === 'SidebandAttached' ? html`<rect class="attach" x=${x(entry.at)} y="0" width="2" height="36"/>` : null;
    })}</svg>`;
}
