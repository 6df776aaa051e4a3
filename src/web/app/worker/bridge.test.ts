import { expect, test } from 'vitest';
import type { Client, ClientState } from '../../../client/api.ts';
import { remoteClient, serve, type ToClient, type ToScreen } from './bridge.ts';

function connect(client: Partial<Client>) {
  const screen = remoteClient({ postMessage: (message) => served.receive(structuredClone(message) as ToClient) });
  const served = serve(client as Client, {
    postMessage: (message) => screen.receive(structuredClone(message) as ToScreen),
  });
  return { remote: screen.client, stop: () => served.stop() };
}

test('a call reaches the client with its arguments, and its answer comes back', async () => {
  const { remote } = connect({
    login: async (username, password) =>
      password === 'right' ? { ok: true } : { ok: false, code: 'invalid_credentials', field: username },
  });
  expect(await remote.login('amara', 'right')).toEqual({ ok: true });
  expect(await remote.login('amara', 'x')).toEqual({ ok: false, code: 'invalid_credentials', field: 'amara' });
});

test('a client that throws is an answer too', async () => {
  const { remote } = connect({ logout: async () => Promise.reject(new Error('broken')) });
  expect(await remote.logout()).toEqual({ ok: false, code: 'internal' });
});

test('a watch sees every state until it ends, and all end with the screen', () => {
  const listeners = new Set<(state: ClientState) => void>();
  const { remote, stop } = connect({
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const seen: number[] = [];
  const unwatch = remote.watch((state) => seen.push(state.unread));
  remote.watch(() => {});
  for (const listener of listeners)
    listener({ unread: 3, inbox: [], rooms: [], streams: [] } as unknown as ClientState);
  expect(seen).toEqual([3]);
  unwatch();
  expect(listeners.size).toBe(1);
  stop();
  expect(listeners.size).toBe(0);
});
