// REST with the official client: texts, streams, call control, its errors, a sideband, its webhooks.
import assert from 'node:assert/strict';
import OpenAI from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { Webhook } from 'standardwebhooks';

const [base, secret, delivery, callId, otherId] = process.argv.slice(2);
const client = new OpenAI({ apiKey: 'sk-test', baseURL: base + '/v1', maxRetries: 0 });

const input = 'caller: Where is my lamp?\nagent: It comes tomorrow.';
const response = await client.responses.create({ model: 'gpt-5-mini', input });
assert.match(response.output_text, /Where is my lamp/);
let streamed = '';
for await (const event of await client.responses.create({ model: 'gpt-5-mini', input, stream: true })) {
  if (event.type === 'response.output_text.delta') streamed += event.delta;
}
assert.equal(streamed, response.output_text);
const final = await client.responses.stream({ model: 'gpt-5-mini', input }).finalResponse();
assert.equal(final.output_text, response.output_text);
const messages = [{ role: 'user', content: input }];
const chat = await client.chat.completions.create({ model: 'gpt-5-mini', messages });
assert.equal(chat.choices[0].message.content, response.output_text);
let chunks = '';
for await (const chunk of await client.chat.completions.create({ model: 'gpt-5-mini', messages, stream: true })) {
  chunks += chunk.choices[0]?.delta?.content ?? '';
}
assert.equal(chunks, response.output_text);

const { headers, body } = JSON.parse(delivery);
assert.equal(new Webhook(secret).verify(body, headers).type, 'realtime.call.incoming');
const event = await client.webhooks.unwrap(body, headers, secret);
assert.equal(event.data.call_id, callId);
assert.throws(() => new Webhook(secret).verify(body + ' ', headers));

await assert.rejects(client.realtime.calls.accept('rtc_unknown', { type: 'realtime' }), (e) => e.status === 404);
await assert.rejects(client.realtime.calls.accept(callId, {}), (e) => e.status === 400 && e.param === 'type');
await client.realtime.calls.accept(callId, { type: 'realtime', model: 'gpt-realtime' });
await assert.rejects(client.realtime.calls.accept(callId, { type: 'realtime' }), (e) => e.status === 400);
const sideband = new OpenAIRealtimeWS({ callID: callId }, client);
sideband.on('error', (error) => assert.fail(error));
await new Promise((resolve) => sideband.on('session.created', resolve));
sideband.send({ type: 'response.create', response: { instructions: 'Say: "Hello!"' } });
const done = await new Promise((resolve) => sideband.on('response.done', resolve));
assert.equal(done.response.output[0].content[0].transcript, 'Hello!');
await client.realtime.calls.refer(callId, { target_uri: 'tel:+14155550100' });
await new Promise((resolve) => sideband.socket.on('close', resolve));
await assert.rejects(client.realtime.calls.hangup(callId), (e) => e.status === 404);
await client.realtime.calls.reject(otherId, { status_code: 486 });
await assert.rejects(client.realtime.calls.accept(otherId, { type: 'realtime' }), (e) => e.status === 400);

const stranger = new OpenAI({ apiKey: 'sk-wrong', baseURL: base + '/v1', maxRetries: 0 });
await assert.rejects(stranger.responses.create({ model: 'm', input }), (e) => e.status === 401);
console.log('ok');
