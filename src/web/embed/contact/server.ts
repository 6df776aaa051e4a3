import type { ContactRecipients, ContactSubmission } from '../../../protocol/contact.ts';

/** What comes of sending: it is there, or why not. */
export type SendAnswer = 'here' | 'gone' | 'busy' | 'refused' | 'unreachable';

export interface ContactServer {
  /** To whom the form is sealed; null: not to be had now. */
  recipients(): Promise<ContactRecipients | null>;
  begin(submission: ContactSubmission): Promise<SendAnswer>;
}

/** One contact form at a server of another origin. No cookie goes with anything. */
export function createContactServer(server: string, thread: string): ContactServer {
  const address = `${server}/public/${encodeURIComponent(thread)}`;
  return {
    async recipients() {
      const response = await ask(`${address}/recipients`, {});
      const body: unknown = response?.ok ? await response.json().catch(() => null) : null;
      return isRecipients(body) ? body : null;
    },
    async begin(submission) {
      const headers = { 'content-type': 'application/json' };
      const response = await ask(`${address}/contact`, { method: 'POST', headers, body: JSON.stringify(submission) });
      if (response === null) return 'unreachable';
      if (response.ok) return 'here';
      if (response.status === 404) return 'gone';
      if (response.status === 429) return 'busy';
      return response.status < 500 ? 'refused' : 'unreachable';
    },
  };
}

async function ask(address: string, init: RequestInit): Promise<Response | null> {
  try {
    return await fetch(address, { ...init, credentials: 'omit', signal: AbortSignal.timeout(20_000) });
  } catch {
    return null;
  }
}

function isRecipients(body: unknown): body is ContactRecipients {
  return typeof body === 'object' && body !== null && 'recipients' in body && Array.isArray(body.recipients);
}
