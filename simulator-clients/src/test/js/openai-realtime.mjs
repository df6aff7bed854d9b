// A whole conversation of a model session with the official client: text, speech, tool call, cancel, errors.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';

const [base] = process.argv.slice(2);
const client = new OpenAI({ apiKey: 'sk-test', baseURL: base + '/v1' });
const rt = new OpenAIRealtimeWS({ model: 'gpt-realtime' }, client);
const seen = [];
const waiting = [];
rt.on('event', (event) => {
  seen.push(event);
  waiting.filter((one) => one.test(event)).forEach((one) => one.resolve(event));
});
const errors = [];
rt.on('error', (error) => errors.push(error));
const next = (type, test = () => true) =>
  new Promise((resolve) => waiting.push({ test: (e) => e.type === type && test(e), resolve }));

const created = await next('session.created');
assert.equal(created.session.model, 'gpt-realtime');
assert.equal(seen[0].type, 'session.created');

rt.send({
  type: 'session.update',
  session: {
    type: 'realtime',
    tools: [{ type: 'function', name: 'lookup_order', description: 'Looks an order up.',
      parameters: { type: 'object', properties: { order_id: { type: 'string' } } } }],
  },
});
const updated = await next('session.updated');
assert.equal(updated.session.tools[0].name, 'lookup_order');
assert.deepEqual(updated.session.output_modalities, ['audio']);

const say = (text) => rt.send({
  type: 'conversation.item.create',
  item: { type: 'message', role: 'user', content: [{ type: 'input_text', text }] },
});
say('Where is my order ABC123?');
rt.send({ type: 'response.create' });
const called = await next('response.function_call_arguments.done');
assert.equal(JSON.parse(called.arguments).order_id, 'ABC123');
await next('response.done');
rt.send({
  type: 'conversation.item.create',
  item: { type: 'function_call_output', call_id: called.call_id, output: '{"status":"shipped"}' },
});
rt.send({ type: 'response.create' });
const answered = await next('response.done');
assert.equal(answered.response.status, 'completed');
assert.match(answered.response.output[0].content[0].transcript, /shipped/);
const sound = seen.filter((e) => e.type === 'response.output_audio.delta').map((e) => Buffer.from(e.delta, 'base64'));
assert.ok(Buffer.concat(sound).length > 24_000, 'there is sound');
const usage = answered.response.usage;
assert.equal(usage.total_tokens, usage.input_tokens + usage.output_tokens);

say('Please tell me a very long story about lamps and the people who make them, with all details.');
rt.send({ type: 'response.create' });
await next('response.output_audio_transcript.delta');
rt.send({ type: 'response.cancel' });
const cancelled = await next('response.done');
assert.equal(cancelled.response.status, 'cancelled');
assert.equal(cancelled.response.status_details.reason, 'client_cancelled');

rt.send({ type: 'response.cancel', event_id: 'mine' });
await next('error');
assert.equal(errors[0].error.code, 'response_cancel_not_active');
assert.equal(errors[0].error.event_id, 'mine');
rt.close();
console.log('ok', seen.length, 'events');
