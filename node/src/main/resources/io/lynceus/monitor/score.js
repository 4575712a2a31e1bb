/* What masks are worth, measured against labels: IoU by class and their mean, over the last sets. */

const WINDOW_MILLIS = 10000;
const IGNORE = 255;

export class Score {
  constructor(classes) {
    this.classes = classes;
    this.clear();
  }

  clear() {
    this.sets = [];
    this.hits = new Float64Array(this.classes);
    this.labelled = new Float64Array(this.classes);
    this.masked = new Float64Array(this.classes);
  }

  /** Adds a set, and forgets those from before the window. */
  add(stampMs, mask, label) {
    if (!mask || !label || mask.length !== label.length) return;
    if (this.sets.length && stampMs <= this.sets[this.sets.length - 1].stampMs) this.clear();
    const set = {stampMs, hits: new Uint32Array(this.classes), labelled: new Uint32Array(this.classes),
      masked: new Uint32Array(this.classes)};
    for (let i = 0; i < mask.length; i++) {
      if (label[i] === IGNORE) continue;
      set.labelled[label[i]]++;
      set.masked[mask[i]]++;
      if (mask[i] === label[i]) set.hits[mask[i]]++;
    }
    this.sets.push(set);
    this.count(set, 1);
    while (this.sets[0].stampMs < stampMs - WINDOW_MILLIS) this.count(this.sets.shift(), -1);
  }

  count(set, sign) {
    for (let id = 0; id < this.classes; id++) {
      this.hits[id] += sign * set.hits[id];
      this.labelled[id] += sign * set.labelled[id];
      this.masked[id] += sign * set.masked[id];
    }
  }

  /** Returns the IoU by class id, NaN where the class is neither labelled nor in the masks; null without labels. */
  ious() {
    if (this.sets.length === 0) return null;
    return Array.from({length: this.classes}, (_, id) => this.hits[id] / (this.labelled[id] + this.masked[id] - this.hits[id]));
  }

  /** Returns the mean over the classes that are labelled, as the node's score does; null without labels. */
  miou() {
    const ious = this.ious();
    if (!ious) return null;
    const known = ious.filter((_, id) => this.labelled[id] > 0);
    return known.length ? known.reduce((a, b) => a + b, 0) / known.length : null;
  }
}
