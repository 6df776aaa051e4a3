import { busContract } from './contract.suite.ts';
import { createLocalBus } from './local.ts';

busContract('local', async () => {
  const failures: unknown[] = [];
  const bus = createLocalBus((error) => failures.push(error));
  return { here: bus, there: bus, failures, heard: () => new Promise((resolve) => setImmediate(resolve)) };
});
