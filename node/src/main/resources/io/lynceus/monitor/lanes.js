/* The states of sensors over time: a lane for each, and the table of transitions. */
import {MARKS, byId, clock, drawn, element, lasted, rows, say} from './dom.js';

const WIDTH = 1000;
/* The worse, the higher, so that colour is not needed to tell them apart. */
const HEIGHTS = {ok: 4, recovering: 8, degraded: 8, failed: 14, silent: 14, unspecified: 2};
const LANE = 14;
const MOST_ROWS = 200;

export class Lanes {
  constructor(sensors) {
    this.entries = [];
    this.lanes = new Map(sensors.map(sensor => [sensor.name, drawn('svg', {
      viewBox: `0 0 ${WIDTH} ${LANE}`, preserveAspectRatio: 'none', role: 'img', 'data-lane': sensor.name})]));
    this.from = element('span', {});
    byId('lanes').replaceChildren(...[...this.lanes].flatMap(([name, lane]) => [element('span', {}, name), lane]),
      element('span', {}), element('p', {class: 'ends quiet figures'}, this.from, element('span', {}, 'now')));
  }

  /** Takes the transitions, oldest first. */
  take(entries) {
    this.entries = entries;
  }

  /** Returns since when a sensor is in that state, capture ms; null if that was not seen. */
  since(sensor, state) {
    const last = this.entries.findLast(entry => entry.sensor === sensor);
    return last && last.to === state ? last.atMs : null;
  }

  knows(sensor) {
    return this.entries.some(entry => entry.sensor === sensor);
  }

  /**
   * @param now capture ms
   * @param known until when the states are known, capture ms
   * @param states of the sensors now
   * @param minutes that the lanes show
   */
  show(now, known, states, minutes) {
    const start = now - minutes * 60000;
    say(this.from, clock(start).slice(0, 8));
    for (const {name, state} of states) this.lane(name, state, start, known, now);
    this.table(known);
  }

  lane(sensor, state, start, known, now) {
    const lane = this.lanes.get(sensor);
    if (!lane) return;
    const own = this.entries.filter(entry => entry.sensor === sensor);
    const spells = [];
    let from = start;
    let is = own.length ? own[0].from : state;
    for (const entry of own) {
      if (entry.atMs > start) spells.push({from, to: entry.atMs, is});
      from = Math.max(start, entry.atMs);
      is = entry.to;
    }
    spells.push({from, to: known, is}, {from: known, to: now, is: 'unknown'});
    const scale = WIDTH / (now - start);
    const seen = spells.filter(spell => spell.to > spell.from);
    lane.replaceChildren(...seen.map(spell => {
      const height = HEIGHTS[spell.is] || HEIGHTS.unspecified;
      return drawn('rect', {x: (spell.from - start) * scale, width: Math.max(1, (spell.to - spell.from) * scale), y: LANE - height, height,
        'data-state': spell.is}, drawn('title', {}, `${sensor} ${spell.is} for ${lasted(spell.to - spell.from)}, from ${clock(spell.from)}`));
    }));
    lane.setAttribute('aria-label', `${sensor}: ${seen.map(spell => `${spell.is} for ${lasted(spell.to - spell.from)}`).join(', then ')}`);
  }

  table(now) {
    const next = new Map();
    const lines = [];
    for (let i = this.entries.length - 1; i >= 0 && lines.length < MOST_ROWS; i--) {
      const entry = this.entries[i];
      const end = next.get(entry.sensor);
      next.set(entry.sensor, entry.atMs);
      lines.push([clock(entry.atMs), entry.sensor, `${MARKS[entry.from] || ''} ${entry.from}`, `${MARKS[entry.to] || ''} ${entry.to}`,
        end === undefined ? `${lasted(now - entry.atMs)} so far` : lasted(end - entry.atMs), entry.reason]);
    }
    rows('timeline', lines);
  }
}
