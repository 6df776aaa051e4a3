import { createProofSearch } from './proofSearch.ts';

/**
 * Works out a proof, in a worker where the page allows one, else in slices between which the page stays alive.
 * @returns its digits
 */
export async function findProof(token: string, bits: number): Promise<string> {
  try {
    return await inWorker(token, bits);
  } catch {
    return inSlices(token, bits);
  }
}

/** @throws what the page's policy has against it */
function inWorker(token: string, bits: number): Promise<string> {
  const source = `const search=(${createProofSearch.toString()})(${JSON.stringify(token)},${bits});let found=null;while(found===null)found=search(1e4);postMessage(found)`;
  const address = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
  const worker = new Worker(trusted(address));
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<string>) => resolve(data);
    worker.onerror = () => reject(new Error('the page allows no worker'));
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(address);
  });
}

async function inSlices(token: string, bits: number): Promise<string> {
  const search = createProofSearch(token, bits);
  for (;;) {
    const until = performance.now() + 8;
    while (performance.now() < until) {
      const found = search(50);
      if (found !== null) return found;
    }
    await new Promise((resolve) => setTimeout(resolve));
  }
}

let policy: Pick<TrustedTypePolicy, 'createScriptURL'> | undefined;

/** Pages that enforce Trusted Types take the address from a policy that they have named, `waxwing-embed`. */
function trusted(address: string): string {
  policy ??= window.trustedTypes?.createPolicy('waxwing-embed', { createScriptURL: (made) => made });
  // The types of workers do not know yet what the browsers take.
  return (policy?.createScriptURL(address) ?? address) as string;
}
