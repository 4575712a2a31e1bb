/* What every panel needs: elements, figures and times as text. */

export const MARKS = {ok: '●', degraded: '◐', failed: '✕', silent: '○', recovering: '↻', waiting: '…', unknown: '?', unspecified: '–'};

export const byId = id => document.getElementById(id);

export function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

export function drawn(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/* Sets a text only if it changes, so that readers of the screen are not told again. */
export function say(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

export function isNumber(value) {
  return value !== null && value !== undefined && !Number.isNaN(Number(value));
}

export function number(value, digits, unit) {
  return isNumber(value) ? Number(value).toFixed(digits) + (unit || '') : '–';
}

/* Time of day with milliseconds. */
export function clock(millis) {
  const at = new Date(millis);
  const two = value => String(value).padStart(2, '0');
  return `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

export function lasted(millis) {
  const ms = Math.max(0, millis);
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 10000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

export function rows(table, lines) {
  byId(table).replaceChildren(...lines.map(cells => element('tr', {}, ...cells.map(cell => element('td', {}, String(cell))))));
}

export function pairs(list, entries) {
  byId(list).replaceChildren(...entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}

export function css(variable) {
  return getComputedStyle(document.documentElement).getPropertyValue(variable).trim();
}

/** Returns a function that does nothing while its last call still runs: a slow server is not asked again and again. */
export function oneAtATime(asked) {
  let running = false;
  return async (...given) => {
    if (running) return;
    running = true;
    try {
      await asked(...given);
    } finally {
      running = false;
    }
  };
}

export async function json(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}
