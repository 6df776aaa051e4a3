// Before every file of tests: stretching a password costs next to nothing where its cost is not what is tested. It
// is half a second of work at every registration and log-in, and would be most of what all tests take together.
import type * as Opaque from '@serenity-kit/opaque';
import { expect, vi } from 'vitest';

/** What tests the stretching itself, or meets a program of its own that stretches in earnest. */
const IN_EARNEST = /\/src\/crypto\/|\/test\/terminal\//;

if (!IN_EARNEST.test(expect.getState().testPath ?? '')) {
  vi.doMock('@serenity-kit/opaque', async (original) => {
    const real = await original<typeof Opaque>();
    const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 64, parallelism: 1 } } as const;
    const { client } = real;
    return {
      ...real,
      client: {
        ...client,
        finishRegistration: (params: Parameters<typeof client.finishRegistration>[0]) =>
          client.finishRegistration({ ...params, keyStretching }),
        finishLogin: (params: Parameters<typeof client.finishLogin>[0]) =>
          client.finishLogin({ ...params, keyStretching }),
      },
    };
  });
}
