/** What every notification of Waxwing holds beside its words: where a click leads. */
export interface NoticeData {
  readonly path: string;
}

/** From the service worker to a page: somebody clicked on a notification, and wants to be there. */
export interface OpenPath {
  readonly type: 'open path';
  readonly path: string;
}

/** The one notification of a poke; those of conversations have the conversation in the place of it. */
export const POKE_TAG = 'waxwing';

export const isOpenPath = (data: unknown): data is OpenPath =>
  typeof data === 'object' && data !== null && 'type' in data && data.type === 'open path';
