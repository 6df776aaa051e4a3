import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Bus, WakeUp } from '../core/ports.ts';

/** Two ends of one bus: for the local one the same, for one between nodes a node each. */
export interface BusUnderTest {
  readonly here: Bus;
  readonly there: Bus;
  /** Listeners' errors end up here. */
  readonly failures: unknown[];
  /** Resolves when everything published has been heard. */
  heard(): Promise<void>;
}

const account = (no: number): WakeUp => ({ about: 'account', no });

/** What the core may rely on, of every bus (`core/ports.ts`). */
export function busContract(name: string, factory: () => Promise<BusUnderTest>): void {
  describe(`the contract of a bus: ${name}`, () => {
    let bus: BusUnderTest;
    let told: WakeUp[];

    beforeEach(async () => {
      bus = await factory();
      told = [];
    });

    afterEach(async () => {
      await bus.here.close();
      await bus.there.close();
    });

    test('[B1] everyone who listens hears it whole, the publisher too', async () => {
      const others: WakeUp[] = [];
      bus.here.subscribe((wakeUp) => told.push(wakeUp));
      bus.there.subscribe((wakeUp) => others.push(wakeUp));
      const all: WakeUp[] = [
        { about: 'log', log: 1, conversation: 'c', seq: 2, counts: true, members: [1, 2] },
        { about: 'cursor', conversation: 'c', account: 'a', delivered: 3, read: 2, members: [1, 2] },
        { about: 'conversation', conversation: 'c', members: [1] },
        { about: 'chain', account: 'a', no: 1, number: 2 },
        { about: 'stream', machine: 'dale', seq: 7 },
        { about: 'rights', no: null },
      ];
      for (const wakeUp of all) bus.here.publish(wakeUp);
      await bus.heard();
      expect(told).toEqual(all);
      expect(others).toEqual(all);
    });

    test('[B2] in the order in which one publisher published, also what is published while listening', async () => {
      bus.here.subscribe((wakeUp) => {
        told.push(wakeUp);
        if (wakeUp.about === 'account' && wakeUp.no === 1) bus.here.publish(account(3));
      });
      bus.here.publish(account(1));
      bus.here.publish(account(2));
      await bus.heard();
      await bus.heard();
      expect(told).toEqual([account(1), account(2), account(3)]);
    });

    test('[B3] publishing does not run listeners before the publisher has gone on', async () => {
      bus.here.subscribe((wakeUp) => told.push(wakeUp));
      bus.here.publish(account(1));
      expect(told).toEqual([]);
      await bus.heard();
      expect(told).toHaveLength(1);
    });

    test('[B4] who has left hears nothing more, and nobody else is cut off with them', async () => {
      const listener = (wakeUp: WakeUp): void => void told.push(wakeUp);
      const leave = bus.here.subscribe(listener);
      bus.here.subscribe(listener);
      leave();
      leave();
      bus.here.publish(account(1));
      await bus.heard();
      expect(told).toEqual([account(1)]);
    });

    test('[B5] a listener that throws spoils nothing for the others', async () => {
      bus.here.subscribe(() => {
        throw new Error('no');
      });
      bus.here.subscribe((wakeUp) => told.push(wakeUp));
      bus.here.publish(account(1));
      bus.here.publish(account(2));
      await bus.heard();
      expect(told).toEqual([account(1), account(2)]);
      expect(bus.failures).toHaveLength(2);
    });

    test('[B6] a closed bus is silent', async () => {
      bus.here.subscribe((wakeUp) => told.push(wakeUp));
      bus.here.publish(account(1));
      await bus.here.close();
      bus.here.publish(account(2));
      await bus.heard();
      expect(told).toEqual([]);
    });
  });
}
