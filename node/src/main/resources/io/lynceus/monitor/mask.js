/* The mask over a sensor's picture, and the class under the pointer. */
import {byId} from './dom.js';
import {pixel} from './raster.js';

const LARGEST_SCALE = 3;
const WRONG = pixel([255, 40, 40]);
const UNKNOWN = 255;

export class MaskView {
  /** @param name of a class id */
  constructor(palette, name, canvas) {
    this.palette = palette;
    this.name = name;
    this.canvas = canvas;
    this.overlay = document.createElement('canvas');
    this.shown = null;
    this.canvas.addEventListener('pointermove', event => this.point(event));
    this.canvas.addEventListener('pointerleave', () => { byId('pointed').textContent = ''; });
  }

  /** @param rasters {mask, confidence, label}, each {width, height, bytes} or null; choice {layer, opacity, only}; base an image or null */
  show(rasters, choice, base, noMask) {
    this.shown = rasters;
    const size = rasters.mask || rasters.confidence || {width: 256, height: 256};
    const box = this.canvas.clientWidth * (window.devicePixelRatio || 1);
    const scale = Math.max(1, Math.min(LARGEST_SCALE, Math.round(box / size.width)));
    if (this.canvas.width !== size.width * scale) this.canvas.width = size.width * scale;
    if (this.canvas.height !== size.height * scale) this.canvas.height = size.height * scale;
    const pen = this.canvas.getContext('2d');
    pen.globalAlpha = 1;
    pen.fillStyle = '#000';
    pen.fillRect(0, 0, this.canvas.width, this.canvas.height);
    pen.imageSmoothingEnabled = true;
    if (base && base.complete && base.naturalWidth) pen.drawImage(base, 0, 0, this.canvas.width, this.canvas.height);
    const layer = this.layer(rasters, choice);
    if (layer) {
      pen.globalAlpha = choice.opacity;
      pen.imageSmoothingEnabled = false;
      pen.drawImage(layer, 0, 0, this.canvas.width, this.canvas.height);
    }
    if (!rasters.mask) this.explain(pen, noMask);
  }

  explain(pen, noMask) {
    pen.globalAlpha = 1;
    pen.fillStyle = '#fff';
    pen.font = `${Math.round(this.canvas.width / 24)}px sans-serif`;
    pen.fillText(noMask || 'no sensor can be used', 10, this.canvas.width / 12, this.canvas.width - 20);
  }

  /** Returns the picture of the chosen layer; null if there is nothing to lay over. */
  layer({mask, confidence, label}, {layer, only}) {
    if (layer === 'confidence' && confidence) {
      return this.paint(confidence, pixels => confidence.bytes.forEach((value, i) => { pixels[i] = pixel([value, value, value]); }));
    }
    if (layer === 'classes' && mask) return this.paint(mask, pixels => this.palette.fill(pixels, mask.bytes, mask.width, only));
    if (layer === 'label' && label) return this.paint(label, pixels => this.truth(pixels, label, only));
    if (layer === 'errors' && label && mask) return this.paint(mask, pixels => this.errors(pixels, mask.bytes, label.bytes, only));
    return null;
  }

  truth(pixels, label, only) {
    this.palette.fill(pixels, label.bytes, label.width, only);
    label.bytes.forEach((id, i) => { if (id === UNKNOWN) pixels[i] = 0; });
  }

  errors(pixels, mask, label, only) {
    for (let i = 0; i < pixels.length; i++) {
      const counts = label[i] !== UNKNOWN && (only === null || mask[i] === only || label[i] === only);
      pixels[i] = counts && mask[i] !== label[i] ? WRONG : 0;
    }
  }

  paint(source, fill) {
    this.overlay.width = source.width;
    this.overlay.height = source.height;
    const pen = this.overlay.getContext('2d');
    const image = pen.createImageData(source.width, source.height);
    fill(new Uint32Array(image.data.buffer));
    pen.putImageData(image, 0, 0);
    return this.overlay;
  }

  point(event) {
    const mask = this.shown && this.shown.mask;
    if (!mask) return;
    const box = this.canvas.getBoundingClientRect();
    const x = Math.min(mask.width - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * mask.width)));
    const y = Math.min(mask.height - 1, Math.max(0, Math.floor((event.clientY - box.top) / box.height * mask.height)));
    const id = mask.bytes[y * mask.width + x];
    const label = this.shown.label;
    const truth = label && label.bytes[y * mask.width + x];
    const wrong = label && truth !== UNKNOWN && truth !== id ? `, labelled ${this.name(truth)}` : '';
    byId('pointed').textContent = `${this.name(id)}${wrong} at (${x}, ${y})`;
  }
}
