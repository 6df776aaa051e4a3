import type { Storage } from '../../client/ports.ts';

/** The cookies of one server, as this device keeps them between two starts. */
export interface CookieJar {
  header(): Promise<{ cookie?: string }>;
  /** @param lines `Set-Cookie` headers; an empty value takes the cookie away */
  take(lines: readonly string[]): Promise<void>;
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export function cookiesIn(storage: Storage): CookieJar {
  return {
    async header() {
      const all = await storage.range('', '\uffff');
      if (all.length === 0) return {};
      return { cookie: all.map(([name, value]) => `${name}=${decoder.decode(value)}`).join('; ') };
    },
    async take(lines) {
      for (const line of lines) {
        const [pair = ''] = line.split(';');
        const at = pair.indexOf('=');
        const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
        await storage.write(value === '' ? { remove: [name] } : { put: [[name, encoder.encode(value)]] });
      }
    },
  };
}
