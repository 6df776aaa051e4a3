import type { Access } from '../access.ts';
import type { Online } from '../online.ts';
import { Refusal } from '../refusal.ts';
import type { Reader } from './reader.ts';
import type { Readers } from './readers.ts';

interface Given {
  readonly access: Access;
  readonly online: Pick<Online, 'has'>;
  readonly readers: Pick<Readers, 'send'>;
}

export type Looking = ReturnType<typeof createLooking>;

/**
 * Whether the other one of a direct conversation is online, for who looks at it. Who does not show their own presence is shown
 * nobody's.
 */
export function createLooking({ access, online, readers }: Given) {
  /** The newest word of each reader: what it asked before is not answered after it. */
  const asked = new WeakMap<Reader, readonly string[]>();

  const otherIn = async ({ session }: Reader, conversation: string): Promise<Reader['lookedAt']> => {
    try {
      const { kind, members } = await access.requireMember(session, conversation);
      const other = kind === 'direct' ? members.find((no) => no !== session.account.no) : undefined;
      return other === undefined ? [] : [{ conversation, other }];
    } catch (error) {
      if (error instanceof Refusal) return [];
      throw error;
    }
  };

  const tell = (listening: readonly Reader[]): void => {
    for (const reader of listening) {
      const isShown = online.has(reader.session.account.no);
      const now = reader.lookedAt.filter(({ other }) => isShown && online.has(other));
      const conversations = now.map(({ conversation }) => conversation);
      if (reader.toldOnline !== null && isSame(reader.toldOnline, conversations)) continue;
      reader.toldOnline = conversations;
      readers.send(reader, { ev: 'online', conversations });
    }
  };

  return {
    /** Somebody may have come or gone, or think otherwise of being seen. */
    tell,

    /** From now on it looks at these. What is no direct conversation of its own is as one whose other is away. */
    async look(reader: Reader, conversations: readonly string[]): Promise<void> {
      asked.set(reader, conversations);
      const found = await Promise.all(conversations.map((conversation) => otherIn(reader, conversation)));
      if (asked.get(reader) !== conversations) return;
      reader.lookedAt = found.flat();
      reader.toldOnline = null;
      tell([reader]);
    },
  };
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((value, at) => value === other[at]);
