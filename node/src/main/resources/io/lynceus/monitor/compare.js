/* The mask of a set beside a second one of the same set, which nodes make without a sensor while somebody asks for it. */
import {byId, clock, element, isNumber, number, say} from './dom.js';
import {MaskView} from './mask.js';
import {unpack} from './raster.js';
import {Score} from './score.js';

/* A request holds for a minute. */
const RENEW_MILLIS = 20000;

export class Comparison {
  /**
   * @param sensors of the rig; those that are only watched are in no mask
   * @param onAsk gets the sensor to leave out, and returns what is wrong with that, or nothing
   */
  constructor(sensors, palette, name, classes, onAsk) {
    this.second = new MaskView(palette, name, byId('second'));
    this.scores = {with: new Score(classes), without: new Score(classes)};
    this.onAsk = onAsk;
    this.without = '';
    this.sensors = sensors.filter(sensor => !sensor.watched).map(sensor => sensor.name);
    byId('without').append(...this.sensors.map(sensor => element('option', {value: sensor}, `without ${sensor}`)));
    this.offer([]);
    setInterval(() => this.ask(), RENEW_MILLIS);
  }

  /** Lets the user choose, where nodes make second masks. */
  offer(comparable) {
    const news = comparable.length > 0 && byId('withouts').hidden;
    byId('withouts').hidden = comparable.length === 0;
    if (news) this.ask();
  }

  isOn() {
    return this.without !== '';
  }

  /** Begins with another sensor; '' ends the comparison. */
  choose(without) {
    this.without = this.sensors.includes(without) ? without : '';
    this.pair = null;
    this.scores.with.clear();
    this.scores.without.clear();
    byId('stage').classList.toggle('pair', this.isOn());
    byId('second').hidden = byId('compared').hidden = !this.isOn();
    if (!this.isOn()) return;
    this.second.show({mask: null, confidence: null, label: null}, {layer: 'none', opacity: 0, only: null}, null, 'waiting for the second mask');
    say(byId('compared'), `The node is asked for masks without ${this.without}.`);
    this.ask();
  }

  /** A page that nobody sees does not ask. */
  async ask() {
    if (!this.isOn() || byId('withouts').hidden || document.hidden) return;
    const refusal = await this.onAsk(this.without);
    if (refusal) say(byId('compared'), refusal);
  }

  /** Takes a set with its mask and the second one. */
  async take(pair) {
    const open = async picture => (picture ? {...picture, bytes: await unpack(picture)} : null);
    const [mask, confidence, second, secondConfidence, label] = await Promise.all(
      [pair.mask, pair.confidence, pair.second, pair.secondConfidence, pair.label].map(open));
    if (pair.without !== this.without) return; // another one was chosen meanwhile
    if (label) {
      this.scores.with.add(pair.stampMs, mask.bytes, label.bytes);
      this.scores.without.add(pair.stampMs, second.bytes, label.bytes);
    }
    this.pair = {stampMs: pair.stampMs, with: {mask, confidence, label}, without: {mask: second, confidence: secondConfidence, label}};
    const differ = mask.bytes.reduce((count, id, i) => count + (id === second.bytes[i] ? 0 : 1), 0);
    say(byId('compared'), `Set of ${clock(pair.stampMs)}, at the left with all that is in it, ${worth(pair.expectedMiou, this.scores.with)}; `
      + `at the right without ${pair.without}, ${worth(pair.secondMiou, this.scores.without)}. `
      + `${number(100 * differ / mask.bytes.length, 1, ' %')} of the pixels differ.`);
  }

  /** Says that there is nothing to compare while the sensor is in no mask. */
  absent() {
    say(byId('compared'), `${this.without} is in no mask now, so there is nothing to compare.`);
  }
}

function worth(expected, score) {
  const measured = score.miou();
  return `expected mIoU ${isNumber(expected) ? number(expected, 2) : 'unknown'}${isNumber(measured) ? `, measured ${number(measured, 2)}` : ''}`;
}
