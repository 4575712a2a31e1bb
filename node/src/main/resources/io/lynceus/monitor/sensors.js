/* The strip of sensors: picture, state, figures, and buttons that break them. */
import {MARKS, byId, element, isNumber, number, say} from './dom.js';

const FAULTS = [['kill', 'drop'], ['freeze', 'freeze'], ['black out', 'black'], ['noise', 'noise'], ['jitter', 'jitter(2deg)'],
  ['low resolution', 'lowres'], ['delay', 'late(by=400ms)']];
const ONLY = {jitter: ['lidar'], 'low resolution': ['event'], 'black out': ['rgb', 'depth', 'thermal', 'nir'],
  noise: ['rgb', 'depth', 'lidar', 'event']};

export class SensorStrip {
  /** @param onFault gets a sensor and a fault, '' for none */
  constructor(sensors, onFault) {
    this.cards = new Map();
    byId('sensors').replaceChildren();
    for (const sensor of sensors) {
      const card = this.card(sensor);
      for (const [label, fault] of FAULTS.filter(([name]) => !ONLY[name] || ONLY[name].includes(sensor.modality)).concat([['restore', '']])) {
        const button = element('button', {type: 'button', 'data-fault': fault, 'aria-pressed': 'false'}, label);
        button.addEventListener('click', () => onFault(sensor.name, fault));
        card.controls.append(button);
      }
      byId('sensors').append(card.root);
      this.cards.set(sensor.name, card);
    }
  }

  card(sensor) {
    const card = {
      root: element('article', {class: 'sensor', 'data-sensor': sensor.name, 'data-used': 'false'}),
      badge: element('span', {class: 'badge', role: 'status'}), none: element('p', {class: 'empty'}, 'No frame yet'),
      picture: element('img', {alt: `${sensor.name}: latest frame`}),
      reason: element('p', {class: 'reason'}), figures: element('p', {class: 'quiet figures'}),
      weights: element('div', {class: 'weights', 'aria-label': 'Routing weight per pyramid level, finest first'}),
      controls: element('div', {class: 'break'}), meters: [], watched: sensor.watched
    };
    card.picture.hidden = card.controls.hidden = true;
    const name = sensor.name === sensor.modality ? sensor.name : `${sensor.name} (${sensor.modality})`;
    card.root.append(element('h3', {}, name, card.badge), card.none, card.picture, card.reason, card.figures, card.weights, card.controls);
    return card;
  }

  /** @param states by sensor, as the headline knows them; pictures by sensor, as data addresses */
  show(update, states, pictures) {
    for (const sensor of update.sensors) {
      const card = this.cards.get(sensor.name);
      if (!card) continue;
      card.root.dataset.used = String(sensor.used || (card.watched && isNumber(sensor.skewMs)));
      const {state} = states.find(known => known.name === sensor.name);
      this.badge(card, state);
      say(card.reason, state === 'waiting' ? 'no frame yet' : sensor.reason);
      say(card.figures, `${sensor.rateHz > 0 || !sensor.used ? number(sensor.rateHz, 1) : '–'} Hz · age ${number(sensor.ageMs, 0, ' ms')} · skew ${number(sensor.skewMs, 1, ' ms')}`
        + `${sensor.quality === null ? '' : ` · quality ${number(sensor.quality, 2)}`}${sensor.used ? '' : card.watched ? ' · watched only' : ' · not in this mask'}`);
      this.picture(card, pictures[sensor.name]);
      this.weigh(card, sensor);
    }
  }

  badge(card, state) {
    card.badge.dataset.state = state;
    say(card.badge, `${MARKS[state] || '?'} ${state}`);
  }

  picture(card, address) {
    if (!address || card.picture.src === address) return;
    card.picture.src = address;
    card.picture.hidden = false;
    card.none.hidden = true;
  }

  /** Says that nobody knows any longer how the sensors are. */
  forget() {
    for (const card of this.cards.values()) {
      card.root.dataset.used = 'false';
      this.badge(card, 'unknown');
      say(card.reason, 'no news from the node');
      say(card.figures, '– Hz');
      for (const meter of card.meters) meter.value = 0;
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

  /** Shows the buttons, and which are pressed, while a player takes commands. */
  control(player) {
    for (const [name, card] of this.cards) {
      card.controls.hidden = !player;
      if (!player) continue;
      for (const button of card.controls.children) {
        if (button.dataset.fault) button.setAttribute('aria-pressed', String(player.faults[name] === button.dataset.fault));
      }
    }
  }

  /** Waits until the pictures can be drawn. */
  async decoded() {
    const shown = [...this.cards.values()].filter(card => !card.picture.hidden);
    await Promise.all(shown.map(card => card.picture.decode().catch(() => null))); // one that cannot be read is left out
  }

  image(name) {
    const card = this.cards.get(name);
    return card && !card.picture.hidden ? card.picture : null;
  }
}
