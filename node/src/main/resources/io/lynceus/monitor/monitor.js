'use strict';
/* Follows one rig: opens the stream of updates, passes them to the panels, and sends requests to a player. */

const STALL_MILLIS = 3000;
const ACCOUNTS_MILLIS = 2000;
const START_MILLIS = 300;
/* What is missing in the first seconds is no trouble yet: the steps of the start say it. */
const PATIENCE_MILLIS = 10000;

async function json(path) {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.json();
}

class Page {
  constructor(about) {
    this.about = about;
    this.stream = null;
    this.latest = null;
    this.drawing = false;
    this.openedAt = Date.now();
    this.lastAt = 0;
    this.timeline = -1;
    this.mask = new MaskView(about.classes);
    byId('model').textContent = about.model.name;
    byId('rig').replaceChildren(...about.rigs.map(rig => element('option', {value: rig}, rig)));
    byId('rig').addEventListener('change', () => this.follow(byId('rig').value));
    byId('base').append(...about.sensors.map(s => element('option', {value: s.name}, s.name)));
    byId('routes').hidden = about.model.levels === 0;
    byId('level').append(element('option', {value: ''}, 'mean'));
    for (let level = 0; level < about.model.levels; level++) {
      byId('level').append(element('option', {value: level}, `${level}${level === 0 ? ' (finest)' : ''}`));
    }
    byId('level').addEventListener('change', () => { this.routing = this.routingChart(); });
    for (const id of ['base', 'layer', 'opacity']) byId(id).addEventListener('input', () => this.draw());
    document.querySelector('main').hidden = byId('rigs').hidden = false;
    setInterval(() => this.watch(), 500);
    setInterval(() => this.accounts(), ACCOUNTS_MILLIS);
    this.follow(about.rigs[0]);
  }

  /* Some models weigh no frames: they have no chart. */
  routingChart() {
    if (this.about.model.levels === 0) return null;
    return new Chart('routing', this.about.sensors.map(s => s.name));
  }

  follow(rig) {
    if (this.stream) this.stream.close();
    this.rig = rig;
    this.latest = null;
    this.text = undefined;
    this.timeline = -1;
    this.cards = new SensorCards(this.about.sensors, (sensor, fault) => this.ask({sensor, fault}));
    this.routing = this.routingChart();
    this.latency = new Chart('latency', ['capture to this page', 'inference']);
    byId('start').hidden = false;
    byId('nomask').hidden = false;
    byId('mask').hidden = true;
    this.link('waiting', 'waiting for the first mask');
    this.stream = new EventSource('api/live?rig=' + encodeURIComponent(rig));
    this.stream.onmessage = event => this.come(event.data);
    this.stream.onerror = () => this.link('lost', 'connection lost, trying again');
    this.accounts();
  }

  /* Only the newest update is read and drawn, when the browser has time; older ones that wait are skipped. */
  come(text) {
    this.lastAt = Date.now();
    const waits = this.text !== undefined;
    this.text = text;
    if (!waits) setTimeout(() => requestAnimationFrame(() => this.next()), 0);
  }

  async next() {
    const text = this.text;
    await this.take(JSON.parse(text));
    const newer = this.text !== text;
    if (newer) requestAnimationFrame(() => this.next());
    else this.text = undefined;
  }

  async take(update) {
    this.latest = update;
    this.link('live');
    byId('start').hidden = true;
    byId('nomask').hidden = true;
    byId('mask').hidden = false;
    this.cards.show(update);
    figures(update);
    stages(update);
    this.weather(update.player);
    const seconds = update.stampMs / 1000;
    if (this.routing) this.routing.add(seconds, this.about.sensors.map(s => this.weight(update.sensors.find(u => u.name === s.name))));
    this.latency.add(seconds, [update.latencyMs.endToEnd, update.latencyMs.inference]);
    if (update.timeline !== this.timeline) this.history(update.timeline);
    await this.draw();
  }

  weight(sensor) {
    const level = byId('level').value;
    if (!sensor || sensor.routing.length === 0) return 0;
    return level === '' ? sensor.routing.reduce((a, b) => a + b, 0) / sensor.routing.length : sensor.routing[level];
  }

  /* One drawing at a time: the newest update that came meanwhile is drawn next, the others are skipped. */
  async draw() {
    if (this.drawing) { this.again = true; return; }
    this.drawing = true;
    do {
      this.again = false;
      if (this.latest) await this.mask.show(this.latest, this.cards);
    } while (this.again);
    this.drawing = false;
  }

  watch() {
    if (!this.latest) this.starting();
    if (this.lastAt && Date.now() - this.lastAt > STALL_MILLIS && this.stream.readyState === EventSource.OPEN) {
      this.link('stalled', `no masks for ${Math.round((Date.now() - this.lastAt) / 1000)} s`);
    }
  }

  /* Until the first mask, the server says what is missing. */
  async starting() {
    const start = await json('api/start').catch(() => null);
    if (start && !this.latest) steps(start.steps);
  }

  link(state, words) {
    byId('link').dataset.is = state;
    if (byId('link').textContent !== (words || state)) byId('link').textContent = words || state;
  }

  async history(version) {
    this.timeline = version;
    const entries = await json('api/timeline?rig=' + encodeURIComponent(this.rig));
    rows('timeline', entries.reverse().map(e => [new Date(e.atMs).toLocaleTimeString(), e.sensor,
      `${MARKS[e.from] || ''} ${e.from}`, `${MARKS[e.to] || ''} ${e.to}`, e.reason]));
  }

  async accounts() {
    const accounts = await json('api/accounts').catch(() => ({}));
    rows('drops', (accounts.drops || []).map(d => [d.sensor, d.outcome, d.count, d.remedy]));
    const patient = !this.latest && Date.now() - this.openedAt < PATIENCE_MILLIS;
    troubles(patient ? [] : accounts.troubles || []);
  }

  weather(player) {
    const bar = byId('sensors');
    let box = byId('weather');
    if (!player || player.weathers.length === 0) {
      if (box) box.remove();
      return;
    }
    if (!box) {
      box = element('div', {id: 'weather', class: 'wide break', role: 'group', 'aria-label': 'Weather'}, 'Weather');
      for (const name of player.weathers) {
        const button = element('button', {type: 'button', 'data-weather': name, 'aria-pressed': 'false'}, name);
        button.addEventListener('click', () => this.ask({weather: name}));
        box.append(button);
      }
      box.append(element('span', {class: 'refusal', role: 'alert'}));
      bar.prepend(box);
    }
    for (const button of box.querySelectorAll('button')) {
      button.setAttribute('aria-pressed', String(button.dataset.weather === player.weather));
    }
    box.querySelector('.refusal').textContent = player.refusal;
  }

  async ask(request) {
    const response = await fetch('api/control', {
      method: 'POST', headers: {'Content-Type': 'application/json', 'X-Lynceus': '1'},
      body: JSON.stringify({rig: this.rig, ...request})
    });
    if (!response.ok) {
      const refusal = document.querySelector('.refusal');
      if (refusal) refusal.textContent = (await response.json()).error;
    }
  }
}

/* Follows the start of the server, and becomes the live page when it can show a rig. */
async function begin() {
  const link = byId('link');
  for (;;) {
    const start = await json('api/start').catch(error => ({error}));
    if (start.open) break;
    link.dataset.is = start.error ? 'lost' : 'waiting';
    link.textContent = start.error ? String(start.error.message) : 'starting';
    if (!start.error) steps(start.steps);
    await new Promise(done => setTimeout(done, START_MILLIS));
  }
  new Page(await json('api/rigs'));
}

begin();
