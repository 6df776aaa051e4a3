import { decodeClear } from '../../../protocol/clear.ts';
import type { Access } from '../../core/access.ts';
import type { ConversationStore, StoredAccount, StoredEntry, StoredKind } from '../../core/ports.ts';
import { privateLine, publicLine } from './rendering.ts';

interface Given {
  readonly access: Pick<Access, 'requireMember'>;
  readonly conversations: Pick<ConversationStore, 'forMember'>;
  /** The conversation of the public room. */
  readonly lobby: string;
}

export type Renderer = ReturnType<typeof createRenderer>;

/** Entries of logs as the lines of this protocol: what is public, and what is for one person. Other rooms have no form here. */
export function createRenderer({ access, conversations, lobby }: Given) {
  const publicLines = new WeakMap<StoredEntry, string | null>();

  const publicly = (entry: StoredEntry): string | null => {
    const known = publicLines.get(entry);
    if (known !== undefined) return known;
    const said = textOf(entry);
    const line = said && publicLine(entry.at, said.by, said.text);
    publicLines.set(entry, line);
    return line;
  };

  const privately = async (reader: StoredAccount, conversation: string, entry: StoredEntry): Promise<string | null> => {
    const own = await conversations.forMember(conversation, reader.no);
    if (!own || !isBetweenTwo(own.kind)) return null;
    const author = own.members.find(({ account }) => account.no === entry.accountNo)?.account;
    const other = own.members.find(({ account }) => account.no !== entry.accountNo)?.account;
    if (!author || !other) return null;
    if (own.sealed)
      return author.no === reader.no ? null : privateLine(entry.at, author.username, other.username, null);
    const said = textOf(entry);
    return said && privateLine(entry.at, said.by, other.username, said.text);
  };

  return {
    lobby,

    /** Null: nothing of this conversation is shown here. @throws Refusal not_found */
    async kindOf(conversation: string, reader: StoredAccount): Promise<'clear' | 'sealed' | null> {
      if (conversation === lobby) return 'clear';
      const { kind, sealed } = await access.requireMember({ account: reader }, conversation);
      if (!isBetweenTwo(kind)) return null;
      return sealed ? 'sealed' : 'clear';
    },

    /** Null: nothing of it is shown to this reader. */
    async lineFor(reader: StoredAccount, conversation: string, entry: StoredEntry): Promise<string | null> {
      if (entry.kind !== 'message' || !entry.counts || entry.payload === null) return null;
      return conversation === lobby ? publicly(entry) : privately(reader, conversation, entry);
    },
  };
}

/** What is private has the same form, whether others of its kind are shown elsewhere or not. */
export const isBetweenTwo = (kind: StoredKind): boolean => kind === 'direct' || kind === 'line';

function textOf({ payload }: StoredEntry): { by: string; text: string } | null {
  const said = payload && decodeClear(payload);
  return said?.content.type === 'text' ? { by: said.by, text: said.content.text } : null;
}
