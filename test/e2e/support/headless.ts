import { type TestDevice, openDevice } from '../../support/device.ts';
import { PASSWORD } from './people.ts';

/** Somebody whose screen no test looks at: the client without a page, against the same server. */
export interface Other {
  readonly username: string;
  readonly device: TestDevice;
  /** Says it to somebody, and answers the conversation once the server has all of it. */
  say(username: string, ...texts: string[]): Promise<string>;
  /** Resolves once everything up to a text has come, and marks it as read. */
  read(conversation: string, text: string): Promise<void>;
  reply(conversation: string, to: string, text: string): Promise<void>;
  close(): void;
}

export async function newOther(origin: string, username: string, displayName?: string): Promise<Other> {
  const device = openDevice(origin);
  await device.until(({ phase }) => phase === 'out', 'nobody is logged in');
  must(await device.client.register({ username, password: PASSWORD }));
  await device.until(({ connection }) => connection === 'online', 'online');
  if (displayName !== undefined) must(await device.client.setDisplayName(displayName));
  return otherOn(device, username);
}

function otherOn(device: TestDevice, username: string): Other {
  const { client } = device;
  const allSent = async (conversation: string): Promise<void> => {
    const open = device.conversation(conversation);
    await open.until(({ items }) => !items.some(({ state }) => state === 'sending'), 'all of it sent');
    open.close();
  };
  const heard = async (conversation: string, text: string) => {
    const open = device.conversation(conversation);
    await open.until(() => open.texts().includes(text), text);
    const item = open.item(text);
    open.close();
    return item;
  };
  return {
    username,
    device,
    async say(to, ...texts) {
      const { conversation } = must(await client.startDirect(to));
      for (const text of texts) must(await client.send(conversation, text));
      await allSent(conversation);
      return conversation;
    },
    async read(conversation, text) {
      await heard(conversation, text);
      must(await client.markRead(conversation));
    },
    async reply(conversation, to, text) {
      const { key } = await heard(conversation, to);
      must(await client.send(conversation, text, key));
      await allSent(conversation);
    },
    close: () => device.close(),
  };
}

export function must<T extends { ok: boolean }>(outcome: T): Extract<T, { ok: true }> {
  if (!outcome.ok) throw new Error(`refused: ${JSON.stringify(outcome)}`);
  return outcome as Extract<T, { ok: true }>;
}
