import { decodeCbor, encodeCbor } from '../../crypto/encoding.ts';
import type { Alarm, PersonView } from '../api.ts';
import type { Storage } from '../ports.ts';
import { after, keys } from '../storageKeys.ts';

/** More than anybody reads; by then it is clear. */
const MOST_ALARMS = 100;

interface Deps {
  readonly storage: Storage;
  readonly now: () => number;
  readonly changed: () => void;
}

/** What does not add up about somebody's keys, until the person has dealt with it. */
export class Alarms {
  readonly #alarms = new Map<string, Alarm>();
  readonly #deps: Deps;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async load(): Promise<void> {
    for (const [, bytes] of await this.#deps.storage.range('alarm/', after('alarm/'))) {
      const alarm = decodeCbor(bytes) as Alarm;
      this.#alarms.set(alarm.id, alarm);
    }
  }

  all(): Alarm[] {
    return [...this.#alarms.values()];
  }

  /** Whether nothing is sealed to that account because of one. */
  holdsUp(account: string): boolean {
    return this.all().some(({ kind, about }) => about.account === account && !NOTICES.includes(kind));
  }

  /** The same one is raised once. */
  async raise(kind: Alarm['kind'], about: PersonView, detail: string): Promise<void> {
    const alarm: Alarm = { id: `${kind}:${about.account}:${detail}`, kind, about, at: this.#deps.now() };
    if (this.#alarms.has(alarm.id) || this.#alarms.size >= MOST_ALARMS) return;
    this.#alarms.set(alarm.id, alarm);
    await this.#deps.storage.write({ put: [[keys.alarm(alarm.id), encodeCbor(alarm)]] });
    this.#deps.changed();
  }

  async dismiss(id: string): Promise<void> {
    if (!this.#alarms.delete(id)) return;
    await this.#deps.storage.write({ remove: [keys.alarm(id)] });
    this.#deps.changed();
  }

  /** On a server that was put back from a backup, a chain that was shorter for it has grown again: its owner has come. */
  async wholeAgain(account: string): Promise<void> {
    if (!this.all().some(({ kind }) => kind === 'restored')) return;
    const over = this.all().filter(({ kind, about }) => kind === 'chain_shrunk' && about.account === account);
    for (const { id } of over) await this.dismiss(id);
  }
}

/** What the person is told, and what holds nothing up. */
const NOTICES: readonly Alarm['kind'][] = [
  'new_device',
  'impersonated',
  'account_key_replaced',
  'slot_replaced',
  'older_keys',
  'restored',
];
