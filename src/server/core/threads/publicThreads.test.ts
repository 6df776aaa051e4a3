import { expect, test } from 'vitest';
import { limits } from '../../../protocol/limits.ts';
import { createPublicThreads } from './publicThreads.ts';

const SITE = 'https://site.example';

test.each([
  [limits.threadsPerSite - 1, 'open'],
  [limits.threadsPerSite, 'closed'],
] as const)('[O1] where a site has %i threads, a page without one is %s', async (threads, policy) => {
  const publicThreads = createPublicThreads({
    threads: {
      byKey: async () => undefined,
      site: async (site) => ({ site, policy: 'open', threads, createdAt: 0 }),
    },
    comments: { shown: async () => undefined, answers: async () => undefined },
    switches: { on: () => true },
    tokens: { issue: () => ({ token: 'a token', bits: 16 }) },
    clock: { now: () => 0 },
  });
  const found = await publicThreads.find(`${SITE}/?made-up`);
  const shown = await publicThreads.page(found, { order: 'oldest' }, null);
  expect(shown).toMatchObject({ policy, form: policy === 'closed' ? null : { token: 'a token' } });
});
