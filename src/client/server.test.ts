import { expect, test } from 'vitest';
import { getInstance } from '../protocol/api/instance.ts';
import { Refused, Server } from './server.ts';

test.each([
  [1e12, 3600],
  [-5, 0],
  [30, 30],
])('[H8] told to wait for %d seconds, a client waits for %d', async (retryAfter, waited) => {
  const body = { type: 'about:blank', title: 'wait', status: 429, code: 'too_many_requests', retryAfter };
  const server = new Server({ request: async () => ({ status: 429, body }) });
  const error = await server.call(getInstance).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Refused);
  expect(error).toMatchObject({ code: 'too_many_requests', retryAfter: waited });
});
