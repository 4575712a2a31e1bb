/* The overall state in one line. Pure: everything that it depends on is handed in. */
import {isNumber, lasted, number} from './dom.js';

/* No mask for so long, and for so many periods, is a standstill. */
const STALL_MILLIS = 3000;
const STALL_PERIODS = 6;
/* What is missing in the first seconds is no trouble yet. */
export const PATIENCE_MILLIS = 10000;

const AGES = ['lost', 'gone', 'stalled'];

/** Says whether what the page shows is no longer so. */
export const isStale = is => AGES.includes(is);

/**
 * @param s {now, openedAt, lostAt, lastAt: ms of this browser; update; nodes: number or null while unknown; troubles; states: of
 *   the sensors, [{name, state, since}] with since in capture ms or null; measured: mIoU or null}
 * @returns {is, word, parts}
 */
export function headline(s) {
  const age = s.lastAt ? `last mask ${lasted(s.now - s.lastAt)} ago` : 'no mask yet';
  const last = s.lastAt ? [age] : [];
  if (s.lostAt) return {is: 'lost', word: 'NO CONNECTION', parts: [`the server has not answered for ${lasted(s.now - s.lostAt)}`, age]};
  const still = s.lastAt && s.now - s.lastAt > stall(s.update);
  const patient = s.now - s.openedAt < PATIENCE_MILLIS;
  if (s.nodes === 0 && (s.update ? still : !patient)) {
    return {is: 'gone', word: s.update ? 'NODE GONE' : 'NO NODE', parts: ['no node of this rig sends its status', ...last]};
  }
  if (!s.update) return {is: 'starting', word: 'STARTING', parts: ['waiting for the first mask']};
  if (still) return {is: 'stalled', word: 'NO MASKS', parts: [age, ...s.troubles.slice(0, 1)]};
  return going(s);
}

function stall(update) {
  return Math.max(STALL_MILLIS, update && update.masksPerSecond > 0 ? STALL_PERIODS * 1000 / update.masksPerSecond : 0);
}

function going(s) {
  const ill = s.states.filter(sensor => !['ok', 'waiting'].includes(sensor.state));
  const parts = ill.map(sensor => `${sensor.name} ${sensor.state}${sensor.since === null ? ''
    : ` for ${lasted(s.update.stampMs - sensor.since)}`}`);
  if (ill.length === 0) parts.push(`${s.states.filter(sensor => sensor.state === 'ok').length} sensors`);
  if (s.update.masksPerSecond > 0) parts.push(`${number(s.update.masksPerSecond, 1)} masks/s`);
  const {expectedMiou: now, fullMiou: full} = s.update;
  if (isNumber(now)) parts.push(`expected ${number(now, 2)}${isNumber(full) && full > now ? ` of ${number(full, 2)}` : ''}`);
  if (isNumber(s.measured)) parts.push(`measured ${number(s.measured, 2)}`);
  if (s.update.noMask) return {is: 'blind', word: 'NO MASK', parts: [s.update.noMask, ...parts]};
  if (s.update.unfit) return {is: 'unfit', word: 'UNFIT', parts: [s.update.unfit, ...parts]};
  if (s.troubles.length > 0) return {is: 'degraded', word: 'NOT READY', parts: [...s.troubles.slice(0, 1), ...parts]};
  return {is: ill.length ? 'degraded' : 'ok', word: ill.length ? 'DEGRADED' : 'OK', parts};
}
