// The agents SDK through a whole conversation: over a WebSocket of its own, or attached to a SIP call.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { OpenAIRealtimeSIP, OpenAIRealtimeWebSocket, RealtimeAgent, RealtimeSession, tool } from '@openai/agents-realtime';
import { z } from 'zod';

const [base, callId] = process.argv.slice(2);
const asked = [];
const lookUp = tool({
  name: 'lookup_order',
  description: 'Looks an order up.',
  parameters: z.object({ order_id: z.string() }),
  execute: async ({ order_id }) => {
    asked.push(order_id);
    return '{"status":"shipped"}';
  },
});
const agent = new RealtimeAgent({ name: 'Lamp House', instructions: 'Be brief.', tools: [lookUp] });
const sip = callId !== undefined;
const transport = sip ? new OpenAIRealtimeSIP() : new OpenAIRealtimeWebSocket();
const options = { transport, model: 'gpt-realtime', tracingDisabled: true };
const session = new RealtimeSession(agent, options);
const errors = [];
session.on('error', (error) => errors.push(error));
const events = [];
const waiting = [];
transport.on('*', (event) => {
  events.push(event);
  waiting.filter((one) => one.test(event)).forEach((one) => one.resolve(event));
});
const next = (type, test = () => true) =>
  new Promise((resolve) => waiting.push({ test: (e) => e.type === type && test(e), resolve }));
const url = base.replace(/^http/, 'ws') + '/v1/realtime?' + (sip ? 'call_id=' + callId : 'model=gpt-realtime');
if (sip) {
  const client = new OpenAI({ apiKey: 'sk-test', baseURL: base + '/v1', maxRetries: 0 });
  await client.realtime.calls.accept(callId, await OpenAIRealtimeSIP.buildInitialConfig(agent, options));
}
const configured = next('session.updated');
await session.connect({ apiKey: 'sk-test', url, callId });
await configured;

const answer = next('response.done', (e) => /shipped|arrives/.test(JSON.stringify(e.response.output)));
if (sip) {
  transport.sendEvent({ type: 'response.create', response: { instructions: 'Say: "Hello, this is Lamp House."' } });
} else {
  session.sendMessage('Where is my order ABC123?');
}
await answer;
assert.deepEqual(asked, ['ABC123']);
assert.deepEqual(errors, []);

if (sip) {
  const cleared = next('output_audio_buffer.cleared');
  session.interrupt();
  await cleared;
} else {
  assert.ok(events.some((e) => e.type === 'response.output_audio.delta'));
  const begun = next('response.output_audio_transcript.delta');
  const cancelled = next('response.done', (e) => e.response.status === 'cancelled');
  session.sendMessage('Tell me a very long story about lamps and the people who make them, with all details.');
  await begun;
  session.interrupt();
  await cancelled;
}
const failed = next('error');
transport.sendEvent({ type: 'conversation.item.retrieve', event_id: 'mine', item_id: 'item_unknown' });
await failed;
assert.ok(errors.length > 0);
session.close();
console.log('ok', events.length, 'events');
process.exit(0);
