import { openDB } from 'idb';

/** How this device tells of messages while nobody looks at them. The service worker reads it while no page is there. */
export interface NoticeSettings {
  readonly on: boolean;
  /** That there is something, or also from whom, or also what. */
  readonly shows: 'nothing' | 'who' | 'what';
  readonly sound: boolean;
  /** Whether the person was asked, in the inbox, if they want to be told: not yet, at present, or never again. */
  readonly offer: 'none' | 'open' | 'done';
  /** The words for it in the person's language; `{name}` stands for who wrote. */
  readonly words: { readonly message: string; readonly messageFrom: string };
  /** Minutes of the local day between which nothing makes itself heard. */
  readonly quietHours: { readonly from: number; readonly to: number } | null;
}

export const unsettled: NoticeSettings = {
  on: false,
  shows: 'nothing',
  sound: false,
  offer: 'none',
  words: { message: 'New message', messageFrom: 'New message from {name}' },
  quietHours: null,
};

const STORE = 'settings';
const KEY = 'notices';

const open = () =>
  openDB('waxwing-notices', 1, {
    upgrade: (created) => void created.createObjectStore(STORE),
    blocking: (_current, _wanted, event) => (event.target as IDBDatabase).close(),
  });

export async function readNoticeSettings(): Promise<NoticeSettings> {
  const database = await open();
  try {
    return { ...unsettled, ...((await database.get(STORE, KEY)) as Partial<NoticeSettings> | undefined) };
  } finally {
    database.close();
  }
}

/** Changes what is named, and answers all of it. */
export async function changeNoticeSettings(change: Partial<NoticeSettings>): Promise<NoticeSettings> {
  const database = await open();
  try {
    const transaction = database.transaction(STORE, 'readwrite');
    const before = (await transaction.store.get(KEY)) as Partial<NoticeSettings> | undefined;
    const after = { ...unsettled, ...before, ...change };
    await transaction.store.put(after, KEY);
    await transaction.done;
    return after;
  } finally {
    database.close();
  }
}

/** Whether that time of the local day is between them; `to` may be on the day after. */
export function isQuiet(hours: NoticeSettings['quietHours'], now: Date): boolean {
  if (hours === null) return false;
  const minute = now.getHours() * 60 + now.getMinutes();
  const { from, to } = hours;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}
