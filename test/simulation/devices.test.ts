import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, bootServer } from '../support/server.ts';
import { runOnDevices } from './support/onDevices.ts';

const ONE = process.env['WAXWING_SEED'];
const COUNT = process.env['WAXWING_SOAK'] ? 60 : 8;
const seeds = ONE === undefined ? Array.from({ length: COUNT }, (_, index) => index + 1) : [Number(ONE)];

let server: TestServer;
beforeAll(async () => {
  server = await bootServer();
});
afterAll(() => server.close());

test.each(seeds)(
  '[000.1] [000.2] whatever happens to lines and devices, all show the same in the end (seed %i)',
  async (seed) => {
    const { texts, shown, unread, bodies, acknowledged } = await runOnDevices(server.origin, seed);
    const again = `WAXWING_SEED=${seed} npx vitest run test/simulation/devices.test.ts`;
    const strange = [...bodies].filter((type) => type !== 'text' && type !== 'deleted');
    const lost = acknowledged.filter((text) => !texts.includes(text));
    const counts = unread.map((ofAccount) => new Set(ofAccount).size);
    const twice = texts.filter((text, index) => texts.indexOf(text) !== index);
    expect({ again, strange, twice, lost, counts, shown }).toEqual({
      again,
      strange: [],
      twice: [],
      lost: [],
      counts: [1, 1],
      shown: shown.map(() => shown[0]),
    });
  },
  120_000,
);
