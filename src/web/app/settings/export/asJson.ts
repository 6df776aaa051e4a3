import type { Item } from '../../../../client/api.ts';
import type { Conversation, Gathered } from './gather.ts';

/** One JSON object, in parts: the account first, then its conversations with all their messages, oldest first. */
export async function* asJson({ account, conversations }: Gathered): AsyncGenerator<string> {
  const { at, devices, sshKeys, ...about } = account;
  const head = {
    format: 'waxwing account',
    version: 1,
    exportedAt: timeOf(at),
    account: about,
    devices: devices.map(({ device, label, addedAt, seenAt }) => ({
      device,
      label,
      addedAt: timeOf(addedAt),
      seenAt: timeOf(seenAt),
    })),
    sshKeys: sshKeys.map(({ type, fingerprint, label, addedAt }) => ({
      type,
      fingerprint,
      label,
      addedAt: timeOf(addedAt),
    })),
  };
  yield `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "conversations": [`;
  let between = '\n';
  for await (const conversation of conversations) {
    yield between;
    yield* conversationAsJson(conversation);
    between = ',\n';
  }
  yield '\n  ]\n}\n';
}

async function* conversationAsJson({ pages, ...about }: Conversation): AsyncGenerator<string> {
  yield `    ${JSON.stringify(about).slice(0, -1)},"messages":[`;
  let between = '\n';
  for await (const items of pages) {
    if (items.length === 0) continue;
    yield between + items.map((item) => `      ${JSON.stringify(messageOf(item))}`).join(',\n');
    between = ',\n';
  }
  yield '\n    ]}';
}

function messageOf({ key, seq, at, author, mine, body, reply, reactions }: Item): object {
  const from = { username: author.username, displayName: author.displayName };
  const answers = reply && { answers: reply.key };
  const put = reactions.map(({ emoji, people }) => ({ emoji, from: people.map(({ username }) => username) }));
  return { id: key, seq, at: timeOf(at), from, mine, ...answers, ...body, ...(put.length > 0 && { reactions: put }) };
}

const timeOf = (at: number): string => new Date(at).toISOString();
