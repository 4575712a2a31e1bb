/* Follows one rig: opens the stream of updates, and passes them to the panels. */
import {Charts} from './charts.js';
import {Comparison} from './compare.js';
import {byId, element, isNumber, json, number, oneAtATime, pairs, rows, say} from './dom.js';
import {PATIENCE_MILLIS, headline, isStale} from './headline.js';
import {Keys, fullScreen} from './keys.js';
import {Lanes} from './lanes.js';
import {Legend} from './legend.js';
import {MaskView} from './mask.js';
import {Playback} from './playback.js';
import {PlayerPanel} from './player.js';
import {Palette, unpack} from './raster.js';
import {Score} from './score.js';
import {SensorStrip} from './sensors.js';
import {View} from './view.js';

const ACCOUNTS_MILLIS = 1000;
const RIGS_MILLIS = 3000;
const WATCH_MILLIS = 250;
const START_MILLIS = 300;
const LANES_MILLIS = 1000;
const LAYERS = {c: 'classes', k: 'confidence', e: 'errors', l: 'label', n: 'none'};

class Page {
  constructor(about) {
    this.about = about;
    this.openedAt = Date.now();
    this.nodes = null;
    this.troubles = [];
    this.view = new View(name => this.changed(name));
    const palette = new Palette(about.classes);
    const name = id => (about.classes[id] ? about.classes[id].name : `class ${id}`);
    this.mask = new MaskView(palette, name, byId('mask'));
    this.compare = new Comparison(about.sensors, palette, name, about.classes.length, without => this.askComparison(without));
    this.legend = new Legend(about.classes, palette, id => this.view.set('only', this.view.get('only') === String(id) ? '' : id));
    this.score = new Score(about.classes.length);
    this.charts = new Charts();
    this.playback = new Playback(entry => this.show(entry));
    this.player = new PlayerPanel(request => this.ask(request));
    this.accounts = oneAtATime(() => this.askAccounts());
    this.refreshRigs = oneAtATime(() => this.askRigs());
    this.starting = oneAtATime(() => this.askStart());
    this.fill();
    new Keys(this.shortcuts());
    byId('full').addEventListener('click', fullScreen);
    document.querySelector('main').hidden = false;
    setInterval(() => this.watch(), WATCH_MILLIS);
    setInterval(() => this.accounts(), ACCOUNTS_MILLIS);
    setInterval(() => this.refreshRigs(), RIGS_MILLIS);
    this.follow();
  }

  fill() {
    const {about} = this;
    say(byId('model'), about.model.name);
    this.offer(about.rigs);
    byId('base').append(...about.sensors.map(s => element('option', {value: s.name}, s.name)));
    // Some models weigh no frames: they have no chart.
    byId('routes').hidden = about.model.levels === 0;
    byId('level').append(element('option', {value: ''}, 'mean'));
    for (let level = 0; level < about.model.levels; level++) {
      byId('level').append(element('option', {value: level}, `${level}${level === 0 ? ' (finest)' : ''}`));
    }
    this.compare.offer(about.comparisons);
    this.view.fill();
  }

  offer(rigs) {
    this.rigs = rigs;
    byId('rig').replaceChildren(...rigs.map(rig => element('option', {value: rig}, rig)));
    byId('rigs').hidden = rigs.length < 2;
  }

  /* Rigs that are named by a pattern come and go. */
  async askRigs() {
    const about = await json('api/rigs').catch(() => null);
    if (about) this.compare.offer(about.comparisons);
    if (!about || about.rigs.join() === this.rigs.join()) return;
    this.offer(about.rigs);
    this.view.fill();
    if (this.view.get('rig') !== this.rig) this.follow();
  }

  shortcuts() {
    const bases = ['', ...this.about.sensors.map(s => s.name)].slice(0, 10);
    return [
      [[' '], 'pause, or go on', () => this.playback.toggle()],
      [['ArrowLeft', 'ArrowRight'], 'one mask back or on', key => this.playback.step(key === 'ArrowLeft' ? -1 : 1)],
      [['Shift ArrowLeft', 'Shift ArrowRight'], 'a second back or on', key => this.playback.leap(key.endsWith('Left') ? -1000 : 1000)],
      [['Escape'], 'go on live; all classes', () => { this.view.set('only', ''); if (this.playback.isPaused()) this.playback.resume(); }],
      [Object.keys(LAYERS), 'show classes, confidence, errors, label, nothing', key => this.layer(LAYERS[key])],
      [['+', '-'], 'more or less opacity', key => this.view.set('opacity',
        Math.max(0, Math.min(100, Number(this.view.get('opacity')) + (key === '+' ? 10 : -10))))],
      [bases.map((_, i) => String(i)), 'over the usual sensor, or the first, second, …', key => this.view.set('base', bases[key])],
      [['w'], 'beside the mask: without the next sensor, or nothing', () => this.nextComparison()],
      [['f'], 'full screen', fullScreen]
    ];
  }

  layer(name) {
    if (![...byId('layer').options].find(option => option.value === name).hidden) this.view.set('layer', name);
  }

  changed(name) {
    if (name === 'rig') this.follow();
    else if (name === 'level') this.routing = this.routingChart();
    else if (name === 'span') this.lanesAt = 0;
    else if (name === 'without') this.beginComparison();
    else this.draw();
  }

  beginComparison() {
    this.compare.choose(this.view.get('without'));
    this.draw();
  }

  nextComparison() {
    if (byId('withouts').hidden) return;
    const choices = ['', ...this.compare.sensors];
    this.view.set('without', choices[(choices.indexOf(this.view.get('without')) + 1) % choices.length]);
  }

  /* Returns why nobody makes second masks, or nothing. */
  async askComparison(without) {
    const response = await this.post('api/compare', {rig: this.rig, without}).catch(() => null);
    return response && !response.ok ? (await response.json()).error : '';
  }

  routingChart() {
    if (this.about.model.levels === 0) return null;
    return this.charts.add('routing', this.about.sensors.map(s => s.name), 2);
  }

  follow() {
    if (this.stream) this.stream.close();
    const rig = this.view.get('rig');
    const sensors = this.about.sensors;
    Object.assign(this, {rig, latest: null, shown: null, text: undefined, timeline: -1, lastAt: 0, lostAt: 0, lanesAt: 0, states: []});
    this.playback.clear();
    this.score.clear();
    this.lanes = new Lanes(sensors);
    this.strip = new SensorStrip(sensors, (sensor, fault) => this.ask({sensor, fault}));
    this.routing = this.routingChart();
    this.miou = this.charts.add('miou', ['expected', 'with all sensors', 'measured'], 2);
    this.latency = this.charts.add('latency', ['capture to this page', 'inference'], 0);
    byId('start').hidden = byId('nomask').hidden = false;
    byId('mask').hidden = true;
    this.accounts();
    this.watch();
    this.beginComparison();
    if (!rig) return; // none is known yet
    this.stream = new EventSource('api/live?rig=' + encodeURIComponent(rig));
    this.stream.onopen = () => { this.lostAt = 0; };
    this.stream.onmessage = event => (event.data.startsWith('{"comparison":') ? this.compared(JSON.parse(event.data).comparison) : this.come(event.data));
    this.stream.onerror = () => { this.lostAt = this.lostAt || Date.now(); };
  }

  /* Only the newest update is read and drawn, when the browser has time; older ones that wait are skipped. */
  come(text) {
    this.lastAt = Date.now();
    this.lostAt = 0;
    const waits = this.text !== undefined;
    this.text = text;
    if (!waits) setTimeout(() => requestAnimationFrame(() => this.next()), 0);
  }

  async compared(pair) {
    if (pair.rig !== this.rig || pair.without !== this.compare.without || this.playback.isPaused()) return;
    await this.compare.take(pair);
    this.draw();
  }

  async next() {
    const text = this.text;
    await this.take(JSON.parse(text));
    if (this.text !== text) requestAnimationFrame(() => this.next());
    else this.text = undefined;
  }

  async take(update) {
    if (update.rig !== this.rig) return;
    if (!this.latest) {
      byId('start').hidden = byId('nomask').hidden = true;
      byId('mask').hidden = false;
      this.firstAt = Date.now();
    }
    this.latest = update;
    if (update.timeline !== this.timeline) this.history(update.timeline);
    this.states = update.sensors.map(sensor => this.state(sensor));
    const rasters = await rastersOf(update);
    this.score.add(update.stampMs, rasters.mask && rasters.mask.bytes, rasters.label && rasters.label.bytes);
    for (const option of byId('layer').options) if (['errors', 'label'].includes(option.value)) option.hidden = !update.label;
    const compared = update.sensors.find(sensor => sensor.name === this.compare.without);
    if (compared && !compared.used) this.compare.absent();
    this.plot(update);
    this.player.show(update.player);
    this.strip.control(update.player);
    const entry = this.playback.keep(update);
    if (!this.playback.isPaused()) await this.show(entry, rasters);
    this.watch();
  }

  /* A sensor that nobody has heard of yet is waited for; after a while it is called what the node calls it. */
  state(sensor) {
    const fresh = !isNumber(sensor.ageMs) && !this.lanes.knows(sensor.name) && Date.now() - this.firstAt < PATIENCE_MILLIS;
    const state = fresh && sensor.state !== 'ok' ? 'waiting' : sensor.state;
    return {name: sensor.name, state, since: this.lanes.since(sensor.name, state)};
  }

  plot(update) {
    const seconds = update.stampMs / 1000;
    if (this.routing) {
      this.routing.add(seconds, this.about.sensors.map(s => this.weight(update.sensors.find(u => u.name === s.name))));
    }
    const known = value => (isNumber(value) ? Number(value) : null);
    this.miou.add(seconds, [known(update.expectedMiou), known(update.fullMiou), this.score.miou()]);
    this.latency.add(seconds, [update.latencyMs.endToEnd, update.latencyMs.inference]);
  }

  weight(sensor) {
    const level = this.view.get('level');
    if (!sensor || sensor.routing.length === 0) return 0;
    return level === '' ? sensor.routing.reduce((a, b) => a + b, 0) / sensor.routing.length : sensor.routing[level];
  }

  /* Shows one moment: the newest, or one that the user has gone back to. */
  async show(entry, rasters) {
    if (!entry) return;
    this.shown = entry;
    const {update} = entry;
    const now = update === this.latest;
    this.strip.show(update, now ? this.states : update.sensors.map(({name, state}) => ({name, state})), entry.pictures);
    figures(update, this.score.miou());
    this.rasters = rasters || await rastersOf(update);
    await this.strip.decoded();
    if (this.shown === entry) this.draw();
  }

  draw() {
    if (!this.shown) return;
    const only = this.view.get('only') === '' ? null : Number(this.view.get('only'));
    const choice = {layer: this.view.get('layer'), opacity: this.view.get('opacity') / 100, only};
    if (this.compare.isOn() && this.compare.pair) this.drawPair(choice, this.compare.pair);
    else this.mask.show(this.rasters, choice, this.image(this.shown.update), this.shown.update.noMask);
    this.legend.mark(only);
    this.legend.show(this.rasters.mask, this.score.ious());
  }

  /* Both masks are of one set, so they lie over its picture. */
  async drawPair(choice, pair) {
    const entry = this.playback.of(pair.stampMs) || this.shown;
    const address = entry.pictures[this.base(entry.update)];
    const image = address ? Object.assign(new Image(), {src: address}) : null;
    if (image) await image.decode().catch(() => null); // one that cannot be read is left out
    if (this.compare.pair !== pair) return;
    this.mask.show(pair.with, choice, image, '');
    this.compare.second.show(pair.without, choice, image, '');
  }

  /* The sensor that the mask is laid over, null if there is none with a picture. */
  base(update) {
    const chosen = this.view.get('base');
    if (chosen) return chosen;
    const alive = update.sensors.filter(s => s.used && this.strip.image(s.name));
    const first = alive.find(s => s.modality === 'rgb') || alive[0];
    return first ? first.name : null;
  }

  image(update) {
    const base = this.base(update);
    return base ? this.strip.image(base) : null;
  }

  /* Says how all is, also when nothing comes. */
  watch() {
    if (!this.latest) this.starting();
    const now = Date.now();
    const line = headline({now, openedAt: this.openedAt, lostAt: this.lostAt, lastAt: this.lastAt, update: this.latest, nodes: this.nodes,
      troubles: this.troubles, states: this.states, measured: this.score.miou()});
    tell(line, this.rig);
    const stale = isStale(line.is) && this.latest !== null;
    byId('stale').hidden = !stale || this.playback.isPaused();
    if (stale) {
      say(byId('stale'), line.parts[line.parts.length - 1]);
      if (!this.playback.isPaused()) this.strip.forget();
      this.player.show(null);
      this.strip.control(null);
    }
    if (this.latest && now - this.lanesAt > LANES_MILLIS) {
      this.lanesAt = now;
      const end = this.latest.stampMs + now - this.lastAt;
      this.lanes.show(end, stale ? this.latest.stampMs : end, this.states, Number(this.view.get('span')));
    }
  }

  /* Until the first mask, the server says what is missing. */
  async askStart() {
    const start = await json('api/start').catch(() => null);
    if (start && !this.latest) steps(start.steps);
  }

  async history(version) {
    const rig = this.rig;
    const before = this.timeline;
    this.timeline = version;
    const entries = await json('api/timeline?rig=' + encodeURIComponent(rig)).catch(() => null);
    if (rig !== this.rig) return;
    if (!entries) {
      this.timeline = before; // the next update asks again
      return;
    }
    this.lanes.take(entries);
    if (this.latest) this.states = this.latest.sensors.map(sensor => this.state(sensor));
    this.charts.mark(entries);
    this.lanesAt = 0;
  }

  async askAccounts() {
    const accounts = await json('api/accounts').catch(() => null);
    if (!accounts) {
      this.nodes = null;
      return;
    }
    this.nodes = accounts.nodes;
    const patient = !this.latest && Date.now() - this.openedAt < PATIENCE_MILLIS;
    troubles(patient ? [] : accounts.troubles);
    this.troubles = accounts.nodes === 0 ? [] : accounts.troubles;
    if (accounts.nodes === 0 && this.latest) return; // what was counted last stays
    rows('drops', accounts.drops.map(d => [d.sensor, d.outcome, d.count, d.remedy]));
    const sets = Object.entries(accounts.sets).map(([outcome, count]) => `${outcome} ${count}`).join(' · ');
    say(byId('sets'), sets ? `Sets: ${sets}` : 'No node has counted sets yet.');
  }

  async ask(request) {
    const response = await this.post('api/control', {rig: this.rig, ...request});
    if (!response.ok) this.player.refuse((await response.json()).error);
  }

  post(path, body) {
    return fetch(path, {method: 'POST', headers: {'Content-Type': 'application/json', 'X-Lynceus': '1'}, body: JSON.stringify(body)});
  }
}

async function rastersOf(update) {
  const open = async picture => (picture ? {...picture, bytes: await unpack(picture)} : null);
  return {mask: await open(update.mask), confidence: await open(update.confidence), label: await open(update.label)};
}

function figures(update, measured) {
  pairs('quality', [
    ['expected mIoU', `${number(update.expectedMiou, 3)} of ${number(update.fullMiou, 3)}`],
    ['measured, last 10 s', isNumber(measured) ? number(measured, 3) : 'no labels'],
    ['set', update.complete ? 'complete' : 'partial'],
    ['masks', update.masksPerSecond > 0 ? number(update.masksPerSecond, 1, ' a second') : '–']
  ]);
  pairs('stages', Object.entries(update.latencyMs).map(([stage, millis]) =>
    [stage === 'endToEnd' ? 'capture to page' : stage, number(millis, 1, ' ms')]));
}

function tell(line, rig) {
  document.body.dataset.is = line.is;
  byId('headline').dataset.is = line.is;
  say(byId('state'), line.word);
  say(byId('words'), line.parts.map(part => `· ${part}`).join(' '));
  document.title = `${line.word} · ${rig || 'Lynceus'}`;
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

/* Follows the start of the server, and becomes the live page when it can show a rig. */
async function begin() {
  let lostAt = 0;
  for (;;) {
    const start = await json('api/start').catch(error => ({error}));
    if (start.open) break;
    lostAt = start.error ? lostAt || Date.now() : 0;
    tell(lostAt ? {is: 'lost', word: 'NO CONNECTION', parts: [String(start.error.message)]}
      : {is: 'starting', word: 'STARTING', parts: start.steps.filter(step => !step.done).map(step => step.words).slice(0, 1)});
    if (!start.error) steps(start.steps);
    await new Promise(done => setTimeout(done, START_MILLIS));
  }
  new Page(await json('api/rigs'));
}

begin();
