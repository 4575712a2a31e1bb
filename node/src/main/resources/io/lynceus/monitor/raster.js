/* Class rasters: their bytes, and their colours. */

/* Colours that are nearer than this (CIE76) get stripes. */
const NEAR = 30;
const STRIPES = [
  () => false,
  (x, y) => (x + y) % 6 < 2,
  (x, y) => (x - y + 6000) % 6 < 2,
  (x, y) => y % 5 < 2,
  x => x % 5 < 2,
  (x, y) => x % 4 < 2 && y % 4 < 2
];

/** Returns the bytes of a picture of the server: a zlib stream, or a grey PNG. */
export async function unpack(picture) {
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

/* Little-endian RGBA. */
export const pixel = ([red, green, blue]) => (255 << 24 | blue << 16 | green << 8 | red) >>> 0;

function lab(rgb) {
  const [r, g, b] = rgb.map(v => v / 255).map(v => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  const f = t => (t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116);
  const x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
  const y = f(0.2126 * r + 0.7152 * g + 0.0722 * b);
  const z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** Colours of classes. Where two are hardly told apart, the later one has stripes, in the mask as in the legend. */
export class Palette {
  constructor(classes) {
    this.plain = new Uint32Array(256).fill(pixel([255, 255, 255]));
    this.light = new Uint32Array(256).fill(pixel([255, 255, 255]));
    this.stripes = new Uint8Array(256);
    const labs = classes.map(known => lab(known.rgb));
    classes.forEach((known, id) => {
      const near = classes.map((_, other) => other).filter(other => other < id && Math.hypot(
        ...labs[id].map((value, i) => value - labs[other][i])) < NEAR);
      const taken = near.map(other => this.stripes[other]);
      const free = STRIPES.findIndex((_, kind) => !taken.includes(kind));
      this.stripes[id] = free < 0 ? STRIPES.length - 1 : free;
      this.plain[id] = pixel(known.rgb);
      const towards = labs[id][0] > 60 ? 0 : 255;
      this.light[id] = pixel(known.rgb.map(value => Math.round(value + 0.5 * (towards - value))));
    });
  }

  at(id, x, y) {
    return STRIPES[this.stripes[id]](x, y) ? this.light[id] : this.plain[id];
  }

  /** Fills pixels of a raster with its classes; with {@code only}, every other class is clear. */
  fill(pixels, bytes, width, only) {
    for (let i = 0; i < pixels.length; i++) {
      const id = bytes[i];
      if (only !== null && id !== only) pixels[i] = 0;
      else pixels[i] = this.stripes[id] === 0 ? this.plain[id] : this.at(id, i % width, Math.floor(i / width));
    }
  }
}
