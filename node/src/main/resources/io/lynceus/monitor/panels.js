'use strict';
/* Draws the panels from updates, which monitor.js gets from the server. */

const MARKS = {ok: '●', degraded: '◐', failed: '✕', silent: '○', recovering: '↻', unspecified: '–'};
// Okabe and Ito's colours; dashes distinguish the lines too.
const STROKES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c6d1f', '#777777'];
const DASHES = [[], [6, 3], [2, 2], [8, 3, 2, 3], [12, 3], [4, 4], [1, 3], [10, 2, 2, 2]];
const FAULTS = [['kill', 'drop'], ['freeze', 'freeze'], ['black out', 'black'], ['noise', 'noise'], ['jitter', 'jitter(2deg)'],
  ['low resolution', 'lowres'], ['delay', 'late(by=400ms)']];
const ONLY = {jitter: ['lidar'], 'low resolution': ['event'], 'black out': ['rgb', 'depth', 'thermal', 'nir'],
  noise: ['rgb', 'depth', 'lidar', 'event']};
const HISTORY_SECONDS = 60;

const LEGEND_MILLIS = 500;

/* Maps each byte to little-endian RGBA. */
const palette = rgbOf => Uint32Array.from({length: 256}, (_, value) => {
  const [red, green, blue] = rgbOf(value);
  return (255 << 24 | blue << 16 | green << 8 | red) >>> 0;
});
const GREYS = palette(value => [value, value, value]);

const byId = id => document.getElementById(id);

function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

function number(value, digits, unit) {
  return value === null || value === undefined || Number.isNaN(Number(value)) ? '–' : Number(value).toFixed(digits) + (unit || '');
}

function rows(table, lines) {
  byId(table).replaceChildren(...lines.map(cells => element('tr', {}, ...cells.map(cell => element('td', {}, String(cell))))));
}

function pairs(list, entries) {
  byId(list).replaceChildren(...entries.flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]));
}

/** A card for each sensor: picture, state, figures, and buttons that break it. */
class SensorCards {
  constructor(sensors, onFault) {
    this.cards = new Map();
    byId('sensors').replaceChildren();
    for (const sensor of sensors) {
      const card = {
        root: element('article', {class: 'sensor', 'data-sensor': sensor.name, 'data-used': 'false'}),
        badge: element('span', {class: 'badge', role: 'status'}), none: element('p', {class: 'empty'}, 'No frame yet'),
        picture: element('img', {alt: `${sensor.name}: latest frame`}),
        reason: element('p', {class: 'reason quiet'}), figures: element('p', {class: 'quiet'}),
        weights: element('div', {class: 'weights', 'aria-label': 'Routing weight per pyramid level, finest first'}),
        controls: element('div', {class: 'break'}), meters: [], shown: ''
      };
      card.picture.hidden = true;
      card.root.append(element('h3', {}, `${sensor.name} (${sensor.modality})`, card.badge), card.none, card.picture, card.reason, card.figures,
        card.weights, card.controls);
      for (const [label, fault] of FAULTS.filter(([name]) => !ONLY[name] || ONLY[name].includes(sensor.modality))) {
        const button = element('button', {type: 'button', 'data-fault': fault, 'aria-pressed': 'false'}, label);
        button.addEventListener('click', () => onFault(sensor.name, fault));
        card.controls.append(button);
      }
      const restore = element('button', {type: 'button', 'data-fault': ''}, 'restore');
      restore.addEventListener('click', () => onFault(sensor.name, ''));
      card.controls.append(restore);
      byId('sensors').append(card.root);
      this.cards.set(sensor.name, card);
    }
  }

  show(update) {
    for (const sensor of update.sensors) {
      const card = this.cards.get(sensor.name);
      if (!card) continue;
      card.root.dataset.used = String(sensor.used);
      card.badge.dataset.state = sensor.state;
      const badge = `${MARKS[sensor.state] || '?'} ${sensor.state}`;
      if (card.badge.textContent !== badge) card.badge.textContent = badge;
      card.reason.textContent = sensor.reason;
      card.figures.textContent = `${number(sensor.rateHz, 1)} Hz · age ${number(sensor.ageMs, 0, ' ms')} · skew `
        + `${number(sensor.skewMs, 1, ' ms')}${sensor.quality == null ? '' : ` · quality ${number(sensor.quality, 2)}`}`
        + `${sensor.used ? '' : ' · not in this mask'}`;
      if (sensor.picture) {
        card.picture.src = 'data:image/jpeg;base64,' + sensor.picture;
        card.shown = card.picture.src;
        card.picture.hidden = false;
        card.none.hidden = true;
      }
      this.weigh(card, sensor);
      this.controls(card, sensor.name, update.player);
    }
  }

  weigh(card, sensor) {
    while (card.meters.length < sensor.routing.length) {
      const meter = element('meter', {min: 0, max: 1});
      card.meters.push(meter);
      card.weights.append(meter);
    }
    sensor.routing.forEach((weight, level) => {
      card.meters[level].value = weight;
      card.meters[level].title = `level ${level}: ${number(weight, 2)}`;
    });
  }

  controls(card, name, player) {
    card.controls.hidden = !player;
    if (!player) return;
    for (const button of card.controls.children) {
      if (button.dataset.fault) button.setAttribute('aria-pressed', String(player.faults[name] === button.dataset.fault));
    }
  }

  picture(name) {
    const card = this.cards.get(name);
    return card && card.shown ? card.picture : null;
  }
}

/** The mask over a sensor's picture, its legend, and the class under the pointer. */
class MaskView {
  constructor(classes) {
    this.classes = classes;
    this.colours = palette(id => (classes[id] ? classes[id].rgb : [255, 255, 255]));
    this.legendAt = 0;
    this.canvas = byId('mask');
    this.overlay = document.createElement('canvas');
    this.raster = null;
    this.canvas.addEventListener('pointermove', event => this.point(event));
    this.canvas.addEventListener('pointerleave', () => { byId('pointed').textContent = ''; });
  }

  async show(update, cards) {
    const layer = byId('layer').value;
    this.raster = update.mask ? {...update.mask, bytes: await unpack(update.mask)} : null;
    const source = layer === 'confidence' && update.confidence
      ? {...update.confidence, bytes: await unpack(update.confidence)} : layer === 'classes' ? this.raster : null;
    if (this.raster) {
      this.canvas.width = this.raster.width;
      this.canvas.height = this.raster.height;
    }
    const pen = this.canvas.getContext('2d');
    pen.globalAlpha = 1;
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    const base = this.base(update, cards);
    if (base && base.complete && base.naturalWidth) pen.drawImage(base, 0, 0, this.canvas.width, this.canvas.height);
    if (source) {
      pen.globalAlpha = byId('opacity').value / 100;
      pen.imageSmoothingEnabled = false;
      pen.drawImage(this.coloured(source, layer), 0, 0, this.canvas.width, this.canvas.height);
    }
    if (!this.raster) {
      pen.fillStyle = '#fff';
      pen.font = '14px sans-serif';
      pen.fillText('no sensor can be used', 10, 24);
    }
    this.legend();
  }

  base(update, cards) {
    const chosen = byId('base').value;
    if (chosen) return cards.picture(chosen);
    const alive = update.sensors.filter(s => s.used && cards.picture(s.name));
    const first = alive.find(s => s.modality === 'rgb') || alive[0];
    return first ? cards.picture(first.name) : null;
  }

  coloured(source, layer) {
    this.overlay.width = source.width;
    this.overlay.height = source.height;
    const pen = this.overlay.getContext('2d');
    const image = pen.createImageData(source.width, source.height);
    const pixels = new Uint32Array(image.data.buffer);
    const colours = layer === 'confidence' ? GREYS : this.colours;
    for (let i = 0; i < pixels.length; i++) pixels[i] = colours[source.bytes[i]];
    pen.putImageData(image, 0, 0);
    return this.overlay;
  }

  legend() {
    if (Date.now() - this.legendAt < LEGEND_MILLIS) return;
    this.legendAt = Date.now();
    const counts = new Uint32Array(256);
    if (this.raster) for (const id of this.raster.bytes) counts[id]++;
    const present = [...counts].map((count, id) => [id, count]).filter(([, count]) => count > 0).sort((a, b) => b[1] - a[1]);
    byId('legend').replaceChildren(...present.map(([id, count]) => {
      const known = this.classes[id] || {name: `class ${id}`, rgb: [255, 255, 255]};
      const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      svg.setAttribute('width', 12);
      svg.setAttribute('height', 12);
      const square = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
      for (const [key, value] of [['width', 12], ['height', 12], ['fill', `rgb(${known.rgb})`], ['stroke', 'currentColor']]) {
        square.setAttribute(key, value);
      }
      svg.append(square);
      return element('li', {}, svg, `${known.name} ${number(100 * count / this.raster.bytes.length, 1, ' %')}`);
    }));
  }

  point(event) {
    if (!this.raster) return;
    const box = this.canvas.getBoundingClientRect();
    const x = Math.floor((event.clientX - box.left) / box.width * this.raster.width);
    const y = Math.floor((event.clientY - box.top) / box.height * this.raster.height);
    const known = this.classes[this.raster.bytes[y * this.raster.width + x]];
    byId('pointed').textContent = known ? `${known.name} at (${x}, ${y})` : '';
  }
}

/** A scrolling chart of named series. It is drawn from the first value on, because without one it has no time axis. */
class Chart {
  constructor(id, names) {
    this.root = byId(id);
    this.names = names;
    this.data = [[], ...names.map(() => [])];
    this.root.replaceChildren(element('p', {class: 'empty'}, 'No values yet'));
  }

  open() {
    const names = this.names;
    this.root.replaceChildren();
    const style = getComputedStyle(document.body);
    const axis = {stroke: style.color, grid: {stroke: style.getPropertyValue('--line'), width: 1}};
    this.plot = new uPlot({
      width: this.root.clientWidth || 300, height: 190, cursor: {show: false},
      legend: {live: false},
      axes: [axis, {...axis, size: 46}],
      scales: {y: {range: (_, low, high) => [Math.min(0, low || 0), Math.max(0.1, (high || 0) * 1.05)]}},
      series: [{}, ...names.map((name, i) => ({
        label: name, stroke: STROKES[i % STROKES.length], dash: DASHES[i % DASHES.length], width: 2, points: {show: false}}))]
    }, this.data, this.root);
    new ResizeObserver(() => this.plot.setSize({width: this.root.clientWidth, height: 190})).observe(this.root);
  }

  add(seconds, values) {
    const times = this.data[0];
    if (times.length && seconds <= times[times.length - 1]) return;
    times.push(seconds);
    values.forEach((value, i) => this.data[i + 1].push(value));
    while (times[0] < seconds - HISTORY_SECONDS) this.data.forEach(series => series.shift());
    if (this.plot) this.plot.setData(this.data);
    else if (times.length > 1) this.open();
  }
}

function figures(update) {
  const expected = update.expectedMiou;
  const sets = Object.entries(update.sets).map(([outcome, count]) => `${outcome} ${count}`).join(' · ');
  pairs('figures', [
    ['Expected mIoU with these sensors', number(expected, 3)],
    ['Expected mIoU with all sensors', number(update.fullMiou, 3)],
    ['This set', update.complete ? 'complete' : 'partial'],
    ['Sets', sets || 'no node has counted any yet']
  ]);
}

/** Lists what the start waits for. */
function steps(all) {
  byId('steps').replaceChildren(...all.map(step => element('li', {'data-done': String(step.done)},
    element('b', {}, `${step.done ? '✓' : '…'} ${step.name}`), ` ${step.words}`)));
}

function troubles(words) {
  const list = byId('troubles');
  if ([...list.children].map(item => item.textContent).join() === words.join()) return;
  list.replaceChildren(...words.map(trouble => element('li', {}, trouble)));
  list.hidden = words.length === 0;
}

function stages(update) {
  pairs('stages', Object.entries(update.latencyMs).map(([stage, millis]) =>
    [stage === 'endToEnd' ? 'capture to this page' : stage, number(millis, 1, ' ms')]));
}

async function unpack(picture) {
  const packed = Uint8Array.from(atob(picture.data), c => c.charCodeAt(0));
  if (!picture.png) {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate'));
    return new Uint8Array(await new Response(stream).arrayBuffer());
  }
  const bitmap = await createImageBitmap(new Blob([packed], {type: 'image/png'}));
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const pen = canvas.getContext('2d');
  pen.drawImage(bitmap, 0, 0);
  return pen.getImageData(0, 0, picture.width, picture.height).data.filter((_, i) => i % 4 === 0);
}
