import type { StoredEntry } from '../conversations/records.ts';

/** What can be searched for of an entry: what people said, and what the server told. Null: nothing. */
export function textOf({ body }: StoredEntry): string | null {
  switch (body.kind) {
    case 'content':
      return body.content.type === 'text' ? body.content.text : null;
    case 'alert':
      return body.alert.text;
    case 'comment':
      return `${body.comment.name}: ${body.comment.text}`;
    default:
      return null;
  }
}
