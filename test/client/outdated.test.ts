import { expect, test } from 'vitest';
import { createClient } from '../../src/client/createClient.ts';
import type { ClientState } from '../../src/client/api.ts';
import type { Storage } from '../../src/client/ports.ts';
import type { Instance } from '../../src/protocol/api/instance.ts';
import { PROTOCOL } from '../../src/protocol/version.ts';
import { MemoryStorages } from '../support/device.ts';

/** A device that is slow to say what it has stored. */
class SlowStorages extends MemoryStorages {
  readonly ready = Promise.withResolvers<void>();
  override async open(name: string): Promise<Storage> {
    await this.ready.promise;
    return super.open(name);
  }
}

test('a client that the server has outgrown says so, also when the server was quicker than the storage', async () => {
  const storages = new SlowStorages();
  const protocol = { current: PROTOCOL + 1, oldest: PROTOCOL + 1 };
  const instance: Instance = {
    instance: 'AAAA',
    incarnation: 'one',
    protocol,
    registration: true,
    encryption: true,
    messageDays: null,
  };
  const client = createClient({
    http: { request: async () => ({ status: 200, body: instance }) },
    sockets: { open: () => ({ send: () => undefined, close: () => undefined }) },
    storages,
    clock: { now: () => 0, after: () => () => undefined },
    random: (length) => new Uint8Array(length),
    deviceLabel: 'Test device',
  });
  const states: ClientState[] = [];
  client.watch((state) => states.push(state));
  await expect.poll(() => states.at(-1)?.server).not.toBeNull();
  storages.ready.resolve();
  await expect.poll(() => states.at(-1)?.phase).toBe('outdated');
  client.close();
});
