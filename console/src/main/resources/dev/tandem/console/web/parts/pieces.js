// Small things that several pages show.
import { html } from './html.js';
import { words } from './format.js';

const TONES = { running: 'good', finished: 'quiet', new: 'info', stopping: 'warn', failed: 'bad', cancelled: 'warn' };

export const Status = ({ status }) => html`<span class="badge ${TONES[status] ?? 'quiet'}">${words(status)}</span>`;

/** In use of a limit; amber from three quarters on, red from nine tenths on. */
export function Gauge({ used, limit, label }) {
  const part = limit ? Math.min(1, used / limit) : 0;
  const tone = part >= 0.9 ? 'bad' : part >= 0.75 ? 'warn' : 'good';
  return html`<svg class="gauge ${tone}" viewBox="0 0 100 4" preserveAspectRatio="none" role="img"
    aria-label=${`${label}: ${used} of ${limit}`}>
    <rect class="rail" width="100" height="4" rx="0"/><rect class="fill" width=${100 * part} height="4"/></svg>`;
}

export const Empty = ({ title, children }) => html`<div class="empty"><strong>${title}</strong><p>${children}</p></div>`;

export const Failure = ({ error, again }) => html`<div class="failure" role="alert">
  <span>${error.message}</span>${again && html`<button class="small" onClick=${again}>Try again</button>`}</div>`;

export const Fact = ({ name, children }) => (children == null || children === false || children === ''
  ? null
  : html`<div class="fact"><dt>${name}</dt><dd>${children}</dd></div>`);

export const Tile = ({ name, value, note, tone }) => html`<div class="tile ${tone ?? ''}">
  <span class="name">${name}</span><span class="value">${value}</span>${note && html`<span class="note">${note}</span>`}</div>`;
