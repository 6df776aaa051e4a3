import type { Page } from '@playwright/test';
import { FIRST } from './seed.ts';

/** Milliseconds from the beginning of the page to the paint of the conversation where it opens. */
export async function opening(page: Page, to: string): Promise<number> {
  await page.goto(to, { waitUntil: 'commit' });
  return page.evaluate(`standing(${JSON.stringify(to)})`);
}

/** Milliseconds from the change of the address within the app to the paint. */
export const going = (page: Page, to: string): Promise<number> => page.evaluate(`going(${JSON.stringify(to)})`);

/** Milliseconds of each frame while the log goes up by so many pixels a frame. */
export const scrolled = (page: Page, frames: number, turn: number): Promise<number[]> =>
  page.evaluate(`scrolled(${frames}, ${turn})`);

const box = (page: Page) => page.getByRole('textbox', { name: 'Message' });

/** Milliseconds from each of so many keys to its paint; the box is empty before and after. */
export async function typed(page: Page, keys: number): Promise<number[]> {
  await box(page).focus();
  const strokes = await strokesOf(page, async () => {
    for (let key = 0; key < keys; key++) await page.keyboard.type('waxwing '[key % 8] ?? ' ');
  });
  for (let key = 0; key < keys; key++) await page.keyboard.press('Backspace');
  return strokes;
}

/** Milliseconds until a text of so many bytes is in the box, and of each key after it. */
export async function pasted(page: Page, bytes: number, keys: number): Promise<{ paste: number; strokes: number[] }> {
  await box(page).focus();
  await page.evaluate(
    `navigator.clipboard.writeText(${JSON.stringify('lorem ipsum '.repeat(8) + '\n')}.repeat(${Math.floor(bytes / 97)}))`,
  );
  await page.evaluate('pasteBegins()');
  await page.keyboard.press('ControlOrMeta+v');
  const paste = await page.evaluate<number>('pasted');
  const strokes = await strokesOf(page, async () => {
    for (let key = 0; key < keys; key++) await page.keyboard.type('waxwing '[key % 8] ?? ' ');
  });
  await box(page).fill('');
  return { paste, strokes };
}

async function strokesOf(page: Page, press: () => Promise<void>): Promise<number[]> {
  await page.evaluate('globalThis.strokes = []');
  await press();
  return page.evaluate('strokes');
}

/** Milliseconds until what was found for a letter is painted, and until all of it is counted. */
export interface Found {
  readonly shown: number;
  readonly counted: number;
}

/** Types words into the search, letter by letter; the field is empty before and after. */
export async function searched(page: Page, words: string): Promise<Found[]> {
  const field = page.getByRole('searchbox');
  await field.focus();
  const times: Found[] = [];
  for (const letter of words) {
    // What ends a word looks for the same as before.
    if (letter !== ' ') await page.evaluate('searchBegins()');
    await page.keyboard.type(letter);
    if (letter !== ' ') times.push(await page.evaluate<Found>('found'));
  }
  await page.keyboard.press('Escape');
  return times;
}

/** Waits until the oldest of all messages can be found: the index takes in what is newest first. */
export async function indexed(page: Page, count: number): Promise<void> {
  const field = page.getByRole('searchbox');
  await field.fill(FIRST);
  await page
    .locator('a[data-hit]')
    .first()
    .waitFor({ timeout: 60_000 + count * 5 });
  await field.fill('');
}
