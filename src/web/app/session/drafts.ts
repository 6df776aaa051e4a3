export interface Draft {
  readonly text: string;
  readonly replyTo: string | null;
}

const empty: Draft = { text: '', replyTo: null };
const drafts = new Map<string, Draft>();

/** What was begun in each conversation. It lives as long as the page: a draft in clear is written nowhere. */
export const draftOf = (conversation: string): Draft => drafts.get(conversation) ?? empty;

export function keepDraft(conversation: string, draft: Draft): void {
  if (draft.text === '' && draft.replyTo === null) drafts.delete(conversation);
  else drafts.set(conversation, draft);
}

export function forgetDrafts(): void {
  drafts.clear();
}
