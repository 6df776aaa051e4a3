import { SERVICE_ADDRESS } from '../../service/messages.ts';
import clientAddress from './client.worker.ts?worker&url';

type Script = 'client' | 'service';

const addresses: Readonly<Record<Script, string>> = { client: clientAddress, service: SERVICE_ADDRESS };

const policy = globalThis.trustedTypes?.createPolicy('waxwing', {
  createScriptURL(address: string): string {
    if (!Object.values(addresses).includes(address)) throw new TypeError('not the address of a worker');
    return address;
  },
});

/** The address of a worker's script: a trusted one where the browser knows such; the DOM's types do not yet say so. */
export const trustedScript = (script: Script): string =>
  (policy?.createScriptURL(addresses[script]) as unknown as string | undefined) ?? addresses[script];
