/* Keyboard shortcuts, and the list of them. */
import {byId, pairs} from './dom.js';

/* Keys that mean something to a focused control are left to it. */
function isTaken(event) {
  const target = event.target;
  if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return true;
  if (target.matches('input, select, textarea')) return true;
  return target.matches('button, a, summary') && [' ', 'Enter'].includes(event.key);
}

export class Keys {
  /** @param actions [[keys, words, action(key)], …] */
  constructor(actions) {
    this.actions = actions;
    pairs('shortcuts', [...actions.map(([keys, words]) => [keys.map(named).join('  '), words]), ['?', 'these shortcuts']]);
    byId('keys').addEventListener('click', () => this.help());
    document.addEventListener('keydown', event => this.press(event));
  }

  help() {
    byId('help').showModal();
  }

  press(event) {
    if (isTaken(event)) return;
    const key = event.shiftKey && event.key.startsWith('Arrow') ? `Shift ${event.key}` : event.key;
    if (key === '?') {
      this.help();
      return;
    }
    const found = this.actions.find(([keys]) => keys.includes(key));
    if (!found) return;
    event.preventDefault();
    found[2](key);
  }
}

function named(key) {
  return key === ' ' ? 'space' : key.replace('ArrowLeft', '←').replace('ArrowRight', '→').replace('Shift', 'shift');
}

export function fullScreen() {
  if (document.fullscreenElement) document.exitFullscreen();
  else byId('view').requestFullscreen();
}
