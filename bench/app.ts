import type { Page } from '@playwright/test';
import { type LongTalk, longTalk } from './support/longTalk.ts';
import { at, median, megabytes } from './support/numbers.ts';
import type { Row } from './support/row.ts';
import { type Found, going, opening, pasted, scrolled, searched, typed } from './support/screen.ts';
import { words } from './support/words.ts';

const ROUNDS = 5;
const KEYS = 60;
const FRAMES = 400;
const TURN = 400;
const MIB = 1024 * 1024;
/** A frame that is longer than this is seen to stumble. */
const SMOOTH = 50;

/**
 * The app as somebody uses it whose longest conversation has `count` messages: opened, switched to and from, written in,
 * searched, scrolled, with a link to the other end of it.
 */
export async function app(count: number): Promise<Row[]> {
  const talk = await longTalk(count);
  try {
    const rows = [...(await opened(talk)), ...(await used(talk))];
    return rows.map((row) => ({ ...row, what: `${count.toLocaleString('en')} messages: ${row.what}` }));
  } finally {
    await talk.end();
  }
}

async function opened({ open, long }: LongTalk): Promise<Row[]> {
  const cold: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const browser = await open();
    cold.push(await opening(await browser.newPage(), `/c/${long}`));
    await browser.close();
  }
  const browser = await open();
  await opening(await browser.newPage(), `/c/${long}`);
  const warm: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const beside = await browser.newPage();
    warm.push(await opening(beside, `/c/${long}`));
    await beside.close();
  }
  await browser.close();
  return [row('open, cold', cold, 2000), row('open, warm', warm, 1000)];
}

async function used({ open, long, short, oldest }: LongTalk): Promise<Row[]> {
  const browser = await open();
  const page = await browser.newPage();
  await opening(page, `/c/${long}`);
  const switches: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    for (const conversation of [short, long]) switches.push(await going(page, `/c/${conversation}`));
  }
  const led: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    led.push(await going(page, `/c/${long}/m/${oldest}`));
    await going(page, `/c/${short}`);
  }
  await going(page, `/c/${long}`);
  const strokes = await typed(page, KEYS);
  const pastes = await pastedOften(page);
  const frames = await scrolled(page, FRAMES, TURN);
  const found = await searchedOften(page);
  const heap = await page.evaluate<number>('performance.memory.usedJSHeapSize');
  await browser.close();
  return [
    row('switch conversation', switches, 200),
    row('a link to the oldest', led, 300),
    row('keystroke to paint', strokes, 50),
    row('1 MiB pasted', pastes.times, 200),
    row('keystroke after it', pastes.strokes, 50),
    row('frame while scrolling', frames, SMOOTH, 0.99),
    smoothness(frames),
    row('search, the first letter, shown', [found[0]?.shown ?? Number.NaN], 100),
    row('the same until all are counted', [found[0]?.counted ?? Number.NaN], null),
    ...searchRows(found.slice(1)),
    {
      what: 'memory of the page',
      ours: megabytes(heap),
      floor: '',
      ratio: heap / (100 * MIB),
      goal: '<= 100 MB',
      met: heap <= 100 * MIB,
    },
  ];
}

async function pastedOften(page: Page): Promise<{ times: number[]; strokes: number[] }> {
  const times: number[] = [];
  const strokes: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const one = await pasted(page, MIB, 8);
    times.push(one.paste);
    strokes.push(...one.strokes);
  }
  return { times, strokes };
}

/** Two words each time; the first letter of all is the first that is looked for since the app was opened. */
async function searchedOften(page: Page): Promise<Found[]> {
  const found: Found[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    found.push(...(await searched(page, `${words[round * 31] ?? ''} ${words[round * 17 + 3]?.slice(0, 2) ?? ''}`)));
  }
  return found;
}

function searchRows(found: readonly Found[]): Row[] {
  const of = (part: keyof Found): number[] => found.map((one) => one[part]);
  return [
    row('a further letter, shown', of('shown'), 100, 0.95),
    row('the same until all are counted', of('counted'), 100, 0.95),
  ];
}

function smoothness(frames: readonly number[]): Row {
  const stumbles = frames.filter((frame) => frame > SMOOTH).length;
  return {
    what: `frames over ${SMOOTH} ms, of ${frames.length}`,
    ours: `${stumbles}`,
    floor: '',
    ratio: stumbles / frames.length,
    goal: '<= 1 %',
    met: stumbles <= frames.length / 100,
  };
}

/** The median, or another share of them, in milliseconds, beside its goal; null: none is set. */
function row(what: string, times: readonly number[], goal: number | null, share = 0.5): Row {
  const value = share === 0.5 ? median(times) : at(times, share);
  const named = share === 0.5 ? '' : `p${share * 100}, `;
  const ours = `${value.toFixed(0)} ms (${named}${Math.max(...times).toFixed(0)} at most)`;
  if (goal === null) return { what, ours, floor: '', ratio: 1, goal: '', met: null };
  return { what, ours, floor: '', ratio: value / goal, goal: `<= ${goal} ms`, met: value <= goal };
}
