import { openDB } from 'idb';
import type { Told } from '../../client/looking/look.ts';

/** How this device tells of messages while nobody looks at them. The service worker reads it while no page is there. */
export interface NoticeSettings {
  readonly on: boolean;
  /** That there is something, or also from whom, or also what. */
  readonly shows: 'nothing' | 'who' | 'what';
  readonly sound: boolean;
  /** Whether the person was asked, in the inbox, if they want to be told: not yet, at present, or never again. */
  readonly offer: 'none' | 'open' | 'done';
  /** In which language, and the words for it where nothing more can be said. */
  readonly language: string;
  readonly words: { readonly message: string };
  /** Minutes of the local day between which nothing makes itself heard. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
}

export const unsettled: NoticeSettings = {
  on: false,
  shows: 'nothing',
  sound: false,
  offer: 'none',
  language: 'en',
  words: { message: 'New message' },
  quietHours: null,
};

const STORE = 'settings';
const KEY = 'notices';
const TOLD = 'told';

const open = () =>
  openDB('waxwing-notices', 1, {
    upgrade: (created) => void created.createObjectStore(STORE),
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });

/** What was stored there, and what is from now on. */
async function change<Value>(key: string, to: (before: Value | undefined) => Value): Promise<Value> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, 'readwrite');
    const after = to((await transaction.store.get(key)) as Value | undefined);
    await transaction.store.put(after, key);
    await transaction.done;
    return after;
  } finally {
    database.close();
  }
}

async function read(key: string): Promise<unknown> {
  const database = await open();
  try {
    return await database.get(STORE, key);
  } finally {
    database.close();
  }
}

export const readNoticeSettings = async (): Promise<NoticeSettings> => ({
  ...unsettled,
  ...((await read(KEY)) as Partial<NoticeSettings> | undefined),
});

/** Changes what is named, and answers all of it. */
export const changeNoticeSettings = (some: Partial<NoticeSettings>): Promise<NoticeSettings> =>
  change(KEY, (before: NoticeSettings | undefined) => ({ ...unsettled, ...before, ...some }));

/** How far this device has told of what came while no page was there. */
export const readTold = async (): Promise<Told> => ((await read(TOLD)) as Told | undefined) ?? {};

export const keepTold = async (told: Told): Promise<void> => void (await change(TOLD, () => told));

/** Whether that time of the local day is between them; `to` may be on the day after. */
export function isQuiet(hours: NoticeSettings['quietHours'], now: Date): boolean {
  if (hours === null) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const { from, to } = hours;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}
