/* Charts of the last minute with one cursor for all, and marks where a sensor fell or was mended. */
import {byId, clock, css, drawn, element, number, say} from './dom.js';

// Okabe and Ito's colours; dashes distinguish the lines too.
const STROKES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#777777'];
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 3], [4, 4], [1, 3], [10, 2, 2, 2]];
const HISTORY_SECONDS = 60;
const LEAST_SECONDS = 10;
const SHARED = 'lynceus';
const WELL = ['ok', 'recovering'];

/** The charts of a page: they share times, marks and the theme. */
export class Charts {
  constructor() {
    this.all = [];
    this.marks = [];
    window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.redraw());
  }

  /** Makes a chart in a place, instead of the one that was there. */
  add(id, names, digits) {
    this.all = this.all.filter(chart => chart.id !== id);
    const chart = new Chart(id, names, digits, this);
    this.all.push(chart);
    return chart;
  }

  /** Takes the transitions of sensors, as the server lists them. */
  mark(transitions) {
    this.marks = transitions.filter(entry => entry.to !== 'recovering');
    this.redraw();
  }

  redraw() {
    for (const chart of this.all) if (chart.plot) chart.plot.redraw(false);
  }
}

/* It is drawn from the first value on, because without one it has no time axis. */
class Chart {
  constructor(id, names, digits, page) {
    this.id = id;
    this.root = byId(id);
    this.names = names;
    this.digits = digits;
    this.page = page;
    this.data = [[], ...names.map(() => [])];
    this.root.replaceChildren(element('p', {class: 'empty'}, 'No values yet'));
  }

  open() {
    this.values = this.names.map((name, i) => ({name, words: element('span', {}), line: line(i)}));
    this.at = element('span', {class: 'at'});
    this.place = element('div', {class: 'place'});
    this.root.replaceChildren(element('p', {class: 'values figures'}, ...this.values.map(value =>
      element('span', {'data-series': value.name}, value.line, value.words)), this.at), this.place);
    const axis = {stroke: () => css('--ink'), grid: {stroke: () => css('--line'), width: 1}, ticks: {stroke: () => css('--line'), width: 1},
      font: '11px system-ui, sans-serif'};
    this.plot = new uPlot({
      ...this.size(), legend: {show: false}, padding: [8, 8, 0, 0],
      cursor: {sync: {key: SHARED, setSeries: false}, y: false, drag: {x: false, y: false}},
      axes: [{...axis, space: 70, size: 26, values: (_, splits) => splits.map(s => clock(s * 1000).slice(0, 8))}, {...axis, size: 50}],
      scales: {
        x: {time: true, range: () => this.span()},
        y: {range: (_, low, high) => [0, Math.max(0.1, (high || 0) * 1.08)]}
      },
      series: [{}, ...this.names.map((name, i) => ({
        label: name, stroke: STROKES[i % STROKES.length], dash: DASHES[i % DASHES.length], width: 2, points: {show: false}}))],
      hooks: {setCursor: [plot => this.tell(plot)], draw: [plot => this.drawMarks(plot)]}
    }, this.data, this.place);
    new ResizeObserver(() => this.plot.setSize(this.size())).observe(this.place);
  }

  size() {
    return {width: Math.max(50, this.place.clientWidth), height: Math.max(80, this.place.clientHeight)};
  }

  span() {
    const times = this.data[0];
    const last = times[times.length - 1];
    return [Math.max(last - HISTORY_SECONDS, Math.min(times[0], last - LEAST_SECONDS)), last];
  }

  /** @param values null where there is none */
  add(seconds, values) {
    const times = this.data[0];
    if (times.length && seconds <= times[times.length - 1]) {
      if (seconds > times[times.length - 1] - HISTORY_SECONDS) return;
      this.data.forEach(series => { series.length = 0; }); // a recording that began again
    }
    times.push(seconds);
    values.forEach((value, i) => this.data[i + 1].push(value));
    while (times[0] < seconds - HISTORY_SECONDS) this.data.forEach(series => series.shift());
    if (!this.plot) this.open();
    else this.plot.setData(this.data);
    this.tell(this.plot);
  }

  /* The values under the cursor, or else the newest. */
  tell(plot) {
    if (!plot) return;
    const points = typeof plot.cursor.idx === 'number' && plot.cursor.left >= 0;
    const index = points ? plot.cursor.idx : this.data[0].length - 1;
    this.values.forEach((value, i) => say(value.words, `${value.name} ${number(this.data[i + 1][index], this.digits)}`));
    say(this.at, points && this.data[0][index] ? `at ${clock(this.data[0][index] * 1000)}` : '');
  }

  drawMarks(plot) {
    const pen = plot.ctx;
    const {left, top, width, height} = plot.bbox;
    pen.save();
    pen.lineWidth = window.devicePixelRatio || 1;
    pen.font = `${11 * pen.lineWidth}px system-ui, sans-serif`;
    const rows = [[], [], []]; // what labels take of each, so that none is written over another
    for (const mark of this.page.marks) {
      const x = plot.valToPos(mark.atMs / 1000, 'x', true);
      if (x < left || x > left + width) continue;
      const well = WELL.includes(mark.to);
      pen.strokeStyle = pen.fillStyle = css(well ? '--ok' : '--bad');
      pen.setLineDash(well ? [3, 3] : []);
      pen.beginPath();
      pen.moveTo(x, top);
      pen.lineTo(x, top + height);
      pen.stroke();
      const words = ` ${mark.sensor} ${mark.to} `;
      const wide = pen.measureText(words).width;
      pen.textAlign = x + wide > left + width ? 'right' : 'left';
      const from = pen.textAlign === 'right' ? x - wide : x;
      const row = rows.findIndex(spans => spans.every(([begin, end]) => from + wide <= begin || from >= end));
      if (row < 0) continue; // the table beside has it
      rows[row].push([from, from + wide]);
      pen.fillText(words, x, top + (10 + 12 * row) * pen.lineWidth);
    }
    pen.restore();
  }
}

function line(i) {
  return drawn('svg', {width: 22, height: 8, 'aria-hidden': 'true'}, drawn('line', {x1: 0, x2: 20, y1: 4, y2: 4, 'stroke-width': 2,
    stroke: STROKES[i % STROKES.length], 'stroke-dasharray': DASHES[i % DASHES.length].join(' ')}));
}
