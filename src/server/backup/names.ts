const NAME = /^waxwing-(\d{4}-\d{2}-\d{2}T\d{2})(\d{2})(\d{2}Z)\.age$/;
const DRAFT = '.new';

/** What a backup is called that the server makes by itself. @param at UTC milliseconds */
export const nameOf = (at: number): string =>
  `waxwing-${new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(':', '')}.age`;

/** When it was made, UTC milliseconds; null: the server has not made it. */
export function timeOf(name: string): number | null {
  const [, hour, minute, second] = NAME.exec(name) ?? [];
  return hour === undefined ? null : Date.parse(`${hour}:${minute}:${second}`);
}

/** What a backup is called while it is written. */
export const draftOf = (file: string): string => `${file}${DRAFT}`;

export const isDraft = (name: string): boolean => name.endsWith(DRAFT);
