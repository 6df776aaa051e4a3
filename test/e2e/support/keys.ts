import { type Locator, type Page, expect } from '@playwright/test';

/** Presses Tab until that has the focus; answers the names of the stops on the way. Each of them shows that it has it. */
export async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<string[]> {
  const passed: string[] = [];
  while (passed.length < 40) {
    await page.keyboard.press(key);
    await expectFocusShown(page);
    if (await target.evaluate((element) => element === document.activeElement)) return passed;
    passed.push(await page.evaluate(nameOfFocus));
  }
  throw new Error(`Tab never came to ${target.toString()}, but to ${passed.join(', ')}`);
}

/** Something has the focus, is on the screen and has an outline. */
export async function expectFocusShown(page: Page): Promise<void> {
  const focused = page.locator(':focus');
  await expect(focused).toBeInViewport();
  const outline = await focused.evaluate((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth);
  });
  expect(outline, `outline of ${await page.evaluate(nameOfFocus)}`).toBeGreaterThanOrEqual(2);
}

function nameOfFocus(): string {
  const element = document.activeElement as HTMLElement | null;
  const labelled = (element as HTMLInputElement | null)?.labels?.[0]?.textContent;
  return (element?.getAttribute('aria-label') ?? labelled ?? element?.innerText ?? '').trim().split('\n')[0] ?? '';
}
