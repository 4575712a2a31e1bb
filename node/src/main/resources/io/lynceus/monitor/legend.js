/* All classes in the model's order, with their share of the mask. A click shows one alone. */
import {byId, element, number, say} from './dom.js';

const SIDE = 14;
const LEGEND_MILLIS = 500;

export class Legend {
  /** @param onPick gets a class id */
  constructor(classes, palette, onPick) {
    this.drawnAt = 0;
    this.entries = classes.map((known, id) => {
      const share = element('span', {class: 'share'});
      const iou = element('span', {class: 'iou'});
      const button = element('button', {type: 'button', 'data-class': id, 'aria-pressed': 'false'},
        swatch(palette, id), element('span', {class: 'name'}, known.name), share, iou);
      button.addEventListener('click', () => onPick(id));
      return {button, share, iou};
    });
    byId('legend').replaceChildren(...this.entries.map(entry => element('li', {}, entry.button)));
  }

  /** Marks the class that is shown alone; null if all are. */
  mark(only) {
    this.entries.forEach(({button}, id) => button.setAttribute('aria-pressed', String(id === only)));
    say(byId('classhelp'), only === null ? 'A click shows one class alone.' : 'A second click shows all classes again.');
  }

  /** @param ious by class id, NaN where unknown; null without labels */
  show(mask, ious) {
    if (Date.now() - this.drawnAt < LEGEND_MILLIS) return;
    this.drawnAt = Date.now();
    const counts = new Uint32Array(256);
    if (mask) for (const id of mask.bytes) counts[id]++;
    this.entries.forEach(({button, share, iou}, id) => {
      button.dataset.absent = String(counts[id] === 0);
      say(share, mask && counts[id] ? number(100 * counts[id] / mask.bytes.length, 1, ' %') : '');
      say(iou, ious && !Number.isNaN(ious[id]) ? `IoU ${number(ious[id], 2)}` : '');
    });
  }
}

/* Drawn as the mask is, with its stripes. */
function swatch(palette, id) {
  const canvas = element('canvas', {width: SIDE, height: SIDE, 'aria-hidden': 'true'});
  const pen = canvas.getContext('2d');
  const image = pen.createImageData(SIDE, SIDE);
  palette.fill(new Uint32Array(image.data.buffer), new Uint8Array(SIDE * SIDE).fill(id), SIDE, null);
  pen.putImageData(image, 0, 0);
  return canvas;
}
