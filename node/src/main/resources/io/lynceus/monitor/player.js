/* The player of a recording, if one takes commands: weather and story. */
import {byId, element, say} from './dom.js';

export class PlayerPanel {
  /** @param ask sends a request to the player */
  constructor(ask) {
    this.ask = ask;
    this.offers = '';
  }

  show(player) {
    const root = byId('player');
    root.hidden = !player || (player.weathers.length === 0 && !player.story);
    if (root.hidden) return;
    const offers = `${player.weathers} ${player.story}`;
    if (offers !== this.offers) this.build(root, player);
    this.offers = offers;
    for (const button of root.querySelectorAll('[data-weather]')) {
      button.setAttribute('aria-pressed', String(button.dataset.weather === player.weather));
    }
    const told = player.scene !== '';
    this.story.setAttribute('aria-pressed', String(told));
    say(this.story, told ? 'end the story' : 'story');
    this.story.dataset.story = told ? 'stop' : 'start';
    say(this.scene, player.scene);
    say(this.refusal, player.refusal);
  }

  build(root, player) {
    const weathers = player.weathers.map(name => {
      const button = element('button', {type: 'button', 'data-weather': name, 'aria-pressed': 'false'}, name);
      button.addEventListener('click', () => this.ask({weather: name}));
      return button;
    });
    this.story = element('button', {type: 'button', 'data-story': 'start', title: 'A minute in which sensors fail one after the other'}, 'story');
    this.story.hidden = !player.story;
    this.story.addEventListener('click', () => this.ask({story: this.story.dataset.story}));
    this.scene = element('p', {id: 'scene', class: 'scene', 'aria-live': 'polite'});
    this.refusal = element('span', {class: 'refusal', role: 'alert'});
    const weather = weathers.length ? [element('div', {id: 'weather', class: 'break', role: 'group', 'aria-label': 'Weather'}, 'Weather', ...weathers)] : [];
    root.replaceChildren(element('div', {class: 'bar'}, this.story, ...weather, this.refusal), this.scene);
  }

  refuse(words) {
    if (this.refusal) say(this.refusal, words);
  }
}
