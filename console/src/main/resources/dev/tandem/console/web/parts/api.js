// Everything the console asks of the node. The session is a cookie that scripts cannot read.
const ROOT = '../api/v1/';

/** An answer that is no success; `detail` is a sentence for people. */
export class Refused extends Error {
  constructor(status, code, detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

const left = new Set();

/** Calls `listener` when the node no longer knows us. */
export function onSignedOut(listener) {
  left.add(listener);
  return () => left.delete(listener);
}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(ROOT + path, { credentials: 'same-origin', cache: 'no-store', ...options });
  } catch (offline) {
    throw new Refused(0, 'offline', 'This node does not answer. It may be restarting; the page tries again by itself.');
  }
  const text = await answer.text();
  let body = null;
  try {
    body = text ? JSON.parse(text) : null;
  } catch (foreign) {
    body = null;
  }
  if (answer.ok) {
    return body;
  }
  if (answer.status === 401 && path !== 'sign-in') {
    left.forEach((listener) => listener());
  }
  throw new Refused(answer.status, body?.code ?? 'unknown', body?.detail ?? `The node answered ${answer.status}.`);
}

export const get = (path, parameters) => {
  const query = new URLSearchParams();
  Object.entries(parameters ?? {}).forEach(([name, value]) => value && query.set(name, value));
  const text = query.toString();
  return ask(text ? `${path}?${text}` : path);
};

// The header tells the node that its own page asks, and not another site's.
export const post = (path, body) => ask(path, {
  method: 'POST',
  headers: { 'X-Tandem-Console': '1', ...(body ? { 'Content-Type': 'application/json' } : {}) },
  body: body ? JSON.stringify(body) : undefined,
});

export const callPath = (id) => `calls/${encodeURIComponent(id)}`;
