import type { Http } from '../../../client/ports.ts';

const PATIENCE = 30_000;

/** The server that the page came from; the session's cookie is the browser's to keep. */
export const http: Http = {
  async request(method, path, body) {
    const answer = await fetch(path, {
      method,
      credentials: 'same-origin',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: parsed(await answer.text()) };
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
