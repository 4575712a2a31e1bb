/* What the user has chosen to see. It is in the address after #, so that a link keeps it. */
import {byId} from './dom.js';

const DEFAULTS = {rig: '', base: '', layer: 'classes', opacity: '60', only: '', without: '', level: '', span: '5'};
const CONTROLS = ['rig', 'base', 'layer', 'opacity', 'without', 'level', 'span'];

export class View {
  /** @param onChange gets the name of a choice that has changed */
  constructor(onChange) {
    this.onChange = onChange;
    this.values = this.read();
    for (const id of CONTROLS) byId(id).addEventListener('input', () => this.set(id, byId(id).value));
    window.addEventListener('hashchange', () => {
      const before = this.values;
      this.values = this.read();
      this.fill();
      for (const name of Object.keys(DEFAULTS)) if (before[name] !== this.values[name]) this.onChange(name);
    });
  }

  read() {
    const given = new URLSearchParams(location.hash.slice(1));
    return Object.fromEntries(Object.entries(DEFAULTS).map(([name, usual]) => [name, given.get(name) ?? usual]));
  }

  /** Shows the choices in their controls. One that the page does not offer, such as a sensor of another rig, is given up. */
  fill() {
    DEFAULTS.rig = byId('rig').options.length ? byId('rig').options[0].value : '';
    for (const id of CONTROLS) {
      const control = byId(id);
      const offers = control.options ? [...control.options].some(option => option.value === this.values[id]) : true;
      if (!offers) this.values[id] = DEFAULTS[id];
      control.value = this.values[id];
    }
  }

  get(name) {
    return this.values[name];
  }

  set(name, value) {
    if (this.values[name] === String(value)) return;
    this.values[name] = String(value);
    if (byId(name) && CONTROLS.includes(name)) byId(name).value = this.values[name];
    const chosen = Object.entries(this.values).filter(([key, now]) => now !== DEFAULTS[key]);
    history.replaceState(null, '', chosen.length ? '#' + new URLSearchParams(chosen) : location.pathname + location.search);
    this.onChange(name);
  }
}
