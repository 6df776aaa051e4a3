// Before every file of tests: stretching a password costs next to nothing where its cost is not what is tested. It
// is half a second of work at every registration and log-in, and would be most of what all tests take together. What
// tests the stretching itself is left alone (vitest.config.ts).
import type * as Opaque from '@serenity-kit/opaque';
import { vi } from 'vitest';
import { quickCost } from './quickCost.mjs';

vi.doMock('@serenity-kit/opaque', async (original) => {
  const real = await original<typeof Opaque>();
  const { client } = real;
  return {
    ...real,
    client: {
      ...client,
      finishRegistration: (params: Parameters<typeof client.finishRegistration>[0]) =>
        client.finishRegistration({ ...params, keyStretching: quickCost }),
      finishLogin: (params: Parameters<typeof client.finishLogin>[0]) =>
        client.finishLogin({ ...params, keyStretching: quickCost }),
    },
  };
});
