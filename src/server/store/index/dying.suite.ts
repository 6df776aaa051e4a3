// A thread that ends as soon as it is asked anything, as one without memory would.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {
  throw new Error('out of everything');
});
