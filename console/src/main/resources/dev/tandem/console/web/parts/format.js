// How numbers and times are written, in the viewer's zone and language.
const hands = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const whole = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' });

export const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const clock = (iso) => (iso ? hands.format(new Date(iso)) : '–');

/** The time; with its day when that is not today. */
export function time(iso) {
  if (!iso) return '–';
  const date = new Date(iso);
  const today = date.toDateString() === new Date().toDateString();
  return today ? hands.format(date) : `${day.format(date)}, ${hands.format(date)}`;
}

export const fullTime = (iso) => (iso ? whole.format(new Date(iso)) : '');

export function duration(ms) {
  if (ms == null || Number.isNaN(ms)) return '–';
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (n) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  return minutes >= 60
    ? `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** A stretch measured in thousandths, as people read it. */
export function ms(value) {
  if (value == null) return '–';
  return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(value < 10000 ? 2 : 1)} s`;
}

export function usd(value) {
  if (value == null) return '–';
  const number = Number(value);
  const digits = number === 0 || Math.abs(number) >= 1 ? 2 : 4;
  return `$${number.toFixed(digits)}`;
}

export const count = (value) => (value == null ? '–' : Number(value).toLocaleString());

/** In per cent; with a decimal where a whole number would hide that there is something, or that something is missing. */
export function share(part, all) {
  if (!all) return '–';
  const percent = (100 * part) / all;
  const fine = percent > 0 && percent < 100 && (percent < 10 || percent > 99);
  return `${percent.toFixed(fine ? 1 : 0)} %`;
}

export const bytes = (value) => (value == null ? '–' : `${Math.round(value / 1048576).toLocaleString()} MB`);

export const words = (slug) => (slug ?? '').replaceAll('_', ' ');

export function ago(iso, now) {
  const ms = now - new Date(iso).getTime();
  if (ms < 60000) return `${Math.max(0, Math.round(ms / 1000))} s`;
  if (ms < 3600000) return `${Math.round(ms / 60000)} min`;
  return `${Math.round(ms / 3600000)} h`;
}

export const shortId = (id) => (id.length > 14 ? `…${id.slice(-10)}` : id);
