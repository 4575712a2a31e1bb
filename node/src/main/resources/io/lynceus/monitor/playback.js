/* The last 30 seconds: pause, and step through them. */
import {byId, clock, lasted, say} from './dom.js';

const KEPT_MILLIS = 30000;

export class Playback {
  /** @param onShow draws one entry; without an entry the live page goes on */
  constructor(onShow) {
    this.onShow = onShow;
    this.entries = [];
    this.at = null;
    byId('pause').addEventListener('click', () => this.toggle());
    byId('back').addEventListener('click', () => this.step(-1));
    byId('on').addEventListener('click', () => this.step(1));
    byId('moment').addEventListener('input', () => this.go(Number(byId('moment').value)));
  }

  clear() {
    this.entries = [];
    this.at = null;
    this.tell();
  }

  isPaused() {
    return this.at !== null;
  }

  /** Keeps an update with the pictures that belong to it. While the page is paused, what it can show stays. */
  keep(update) {
    const before = this.newest();
    const pictures = {...(before ? before.pictures : {})};
    for (const sensor of update.sensors) {
      if (sensor.picture) pictures[sensor.name] = 'data:image/jpeg;base64,' + sensor.picture;
      sensor.picture = null;
    }
    const entry = {update, pictures, cameAt: Date.now()};
    if (this.isPaused()) return this.live = entry;
    this.live = entry;
    this.entries.push(entry);
    while (this.entries[0].cameAt < entry.cameAt - KEPT_MILLIS) this.entries.shift();
    this.tell();
    return entry;
  }

  /** Returns the entry of a set; undefined if it is not kept. */
  of(stampMs) {
    return this.entries.find(entry => entry.update.stampMs === stampMs);
  }

  newest() {
    return this.isPaused() ? this.live : this.entries[this.entries.length - 1];
  }

  toggle() {
    if (this.isPaused()) this.resume();
    else if (this.entries.length) this.go(this.entries.length - 1);
  }

  resume() {
    this.at = null;
    this.tell();
    this.onShow(this.live);
  }

  step(by) {
    if (this.entries.length) this.go((this.isPaused() ? this.at : this.entries.length - 1) + by);
  }

  /** Steps over a time, in milliseconds. */
  leap(millis) {
    if (!this.entries.length) return;
    const from = this.entries[this.isPaused() ? this.at : this.entries.length - 1].update.stampMs;
    const found = millis < 0 ? this.entries.findLastIndex(entry => entry.update.stampMs <= from + millis)
      : this.entries.findIndex(entry => entry.update.stampMs >= from + millis);
    this.go(found >= 0 ? found : millis < 0 ? 0 : this.entries.length - 1);
  }

  go(index) {
    if (!this.entries.length) return;
    this.at = Math.max(0, Math.min(this.entries.length - 1, index));
    this.tell();
    this.onShow(this.entries[this.at]);
  }

  tell() {
    const paused = this.isPaused();
    byId('pause').setAttribute('aria-pressed', String(paused));
    say(byId('pause'), paused ? 'go on' : 'pause');
    const last = Math.max(0, this.entries.length - 1);
    byId('moment').max = last;
    byId('moment').value = paused ? this.at : last;
    const entry = this.entries[paused ? this.at : last];
    say(byId('when'), !entry ? '' : paused
      ? `paused at ${clock(entry.update.stampMs)}, ${lasted(this.entries[last].update.stampMs - entry.update.stampMs)} before the pause`
      : clock(entry.update.stampMs));
  }
}
