import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLayerSteps, type LayerSteps } from './layerSteps.ts';

const seed = Number(process.env['SEED'] ?? randomInt(2 ** 31));

/** A tab: its history, the layers that lie over its page, and what a person does there. */
class Tab {
  readonly #entries: { state: object | null; address: string }[] = [{ state: null, address: 'start' }];
  #at = 0;
  /** Where the browser was sent by itself, and has not gone yet. */
  #sent: number[] = [];
  #pages = 0;
  #steps: LayerSteps = this.#load();
  lying: { readonly stays: boolean; takeAway: () => void }[] = [];

  get address(): string {
    return this.#entries[this.#at]?.address ?? '';
  }

  get length(): number {
    return this.#entries.length;
  }

  #load(): LayerSteps {
    this.lying = [];
    return createLayerSteps(
      {
        state: () => this.#entries[this.#at]?.state ?? null,
        address: () => this.address,
        push: (state, address = this.address) => this.#push({ state, address }),
        replace: (state, address = this.address) => (this.#entries[this.#at] = { state, address }),
        go: (by) => this.#sent.push(by),
      },
      () => String(++this.#pages),
    );
  }

  #push(entry: { state: object | null; address: string }): void {
    this.#entries.splice(++this.#at, Infinity, entry);
  }

  press(by: 1 | -1): void {
    for (let next: number | undefined = by; next !== undefined; next = this.#sent.shift()) {
      if (!this.#entries[this.#at + next]) continue;
      this.#at += next;
      this.#steps.arrived();
    }
  }

  open(stays = false): void {
    const layer = { stays, takeAway: () => undefined as void };
    const close = (): void => void (this.lying = this.lying.filter((one) => one !== layer));
    const remove = this.#steps.open({ close, stays });
    layer.takeAway = () => {
      close();
      remove();
    };
    this.lying.push(layer);
  }

  /** By its cross, or Escape: the browser hears nothing of it. */
  close(): void {
    this.lying.at(-1)?.takeAway();
    if (this.#sent.length > 0) throw new Error('closing sends the browser somewhere');
  }

  leave(to: string): void {
    this.#push({ state: {}, address: to });
    this.#steps.written();
    for (const { stays, takeAway } of this.lying.toReversed()) if (!stays) takeAway();
  }

  replace(by: string): void {
    this.#steps.replace(by, {});
  }

  /** By the address line, or a link from elsewhere. */
  visit(address: string): void {
    this.#push({ state: null, address });
    this.#steps = this.#load();
  }

  reload(): void {
    this.#steps = this.#load();
  }
}

const acts = ['open', 'open', 'close', 'back', 'back', 'forward', 'leave', 'replace', 'visit', 'reload'] as const;

test('[000.4] whatever was opened and closed, one press of back closes one layer or leaves the page', () => {
  const walk = (steps: readonly (typeof acts)[number][]): void => {
    const tab = new Tab();
    const pages = ['start'];
    let at = 0;
    let layers = 0;
    let mayHaveLostForward = false;
    for (const [count, act] of steps.entries()) {
      const address = `page ${count}`;
      if (act === 'open') {
        tab.open();
        layers += 1;
        mayHaveLostForward = true;
      } else if (act === 'close') {
        tab.close();
        layers = Math.max(0, layers - 1);
      } else if (act === 'back') {
        tab.press(-1);
        if (layers > 0) layers -= 1;
        else at = Math.max(0, at - 1);
      } else if (act === 'forward') {
        tab.press(1);
        if (mayHaveLostForward && tab.address === pages[at]) pages.splice(at + 1);
        if (at + 1 < pages.length) [at, layers] = [at + 1, 0];
      } else {
        if (act !== 'reload') tab[act](address);
        else tab.reload();
        if (act === 'replace') pages[at] = address;
        else if (act !== 'reload') pages.splice(++at, Infinity, address);
        if (act === 'leave' || act === 'visit') mayHaveLostForward = false;
        layers = 0;
      }
      expect([tab.address, tab.lying.length], `${count}: ${steps.slice(0, count + 1).join(' ')}`).toEqual([
        pages[at],
        layers,
      ]);
    }
  };
  fc.assert(fc.property(fc.array(fc.constantFrom(...acts), { maxLength: 40 }), walk), {
    seed,
    numRuns: Number(process.env['RUNS'] ?? 300),
  });
});

test('steps that layers have left are taken again, and make the history no longer', () => {
  const tab = new Tab();
  for (let times = 0; times < 5; times += 1) {
    tab.open();
    tab.close();
  }
  expect(tab.length).toBe(2);
});

test('[000.4] a search waits for whoever comes back from what was found, and back from there ends it', () => {
  const tab = new Tab();
  tab.leave('list');
  tab.open(true);
  tab.leave('found');
  tab.open();
  tab.press(-1);
  expect([tab.address, tab.lying.length]).toEqual(['found', 1]);
  tab.press(-1);
  expect([tab.address, tab.lying.length]).toEqual(['list', 1]);
  tab.press(-1);
  expect([tab.address, tab.lying.length]).toEqual(['list', 0]);
  tab.press(-1);
  expect(tab.address).toBe('start');
  // Ended in another way, it is no step: not for whoever goes on, and not for whoever goes back.
  tab.leave('list');
  tab.open(true);
  tab.close();
  tab.leave('elsewhere');
  tab.press(-1);
  expect(tab.address).toBe('list');
  tab.press(-1);
  expect(tab.address).toBe('start');
});
