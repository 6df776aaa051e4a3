import { expect, test } from 'vitest';
import { inTurn } from './inTurn.ts';

test('acts run one after the other, and of those that wait one is for all', async () => {
  const gates: PromiseWithResolvers<void>[] = [];
  const act = inTurn(() => {
    const gate = Promise.withResolvers<void>();
    gates.push(gate);
    return gate.promise;
  });
  const first = act();
  await Promise.resolve();
  const waiting = Array.from({ length: 1000 }, act);
  await Promise.resolve();
  expect(gates).toHaveLength(1);
  gates[0]?.reject(new Error('no matter'));
  await expect(first).rejects.toThrow('no matter');
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.resolve();
  await Promise.all(waiting);
  expect(gates).toHaveLength(2);
});
