import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** All that axe says of colours; what they cannot change is looked at once for each size. */
export const COLOURS = ['color-contrast'];
const EVERY_LOOK = ['WAXWING_PICTURES', 'WAXWING_SOAK'].some((name) => process.env[name]);
const looks = [
  { look: 'light', size: desktop, colorScheme: 'light', rules: null },
  { look: 'phone-dark', size: phone, colorScheme: 'dark', rules: null },
  // No size has colours of its own: these are looked at in the soak, and where there shall be pictures of them.
  ...(EVERY_LOOK
    ? ([
        { look: 'dark', size: desktop, colorScheme: 'dark', rules: COLOURS },
        { look: 'phone', size: phone, colorScheme: 'light', rules: COLOURS },
      ] as const)
    : []),
] as const;

/**
 * Holds the page as it is against what axe knows, light on a desk and dark on a phone, and against what no page may do: be
 * wider than the screen. With WAXWING_PICTURES=1 it keeps a picture of each, and of the other two.
 */
export async function expectSound(page: Page, name: string): Promise<void> {
  for (const { look, size, colorScheme, rules } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page, colorScheme);
    if (process.env['WAXWING_PICTURES']) {
      await page.screenshot({ path: `test-results/real/${look}/${name}.png` });
    }
    expect(await violations(page, rules), `${name}, ${look}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name}, ${look}`).toBeLessThanOrEqual(
      size.width,
    );
  }
  await page.setViewportSize(desktop);
  await page.emulateMedia({ colorScheme: 'light' });
}

/**
 * What axe has against the page, by all of its rules or by some. It is brought to a page once and runs within it: there are
 * no frames whose findings would have to be gathered.
 */
export async function violations(page: Page, rules: readonly string[] | null): Promise<string[]> {
  const isThere = await page.evaluate(() => 'axe' in window);
  const axe = new AxeBuilder({ page, ...(isThere && { axeSource: '0' }) }).setLegacyMode();
  const only = rules && { runOnly: { type: 'rule' as const, values: [...rules] } };
  const found = await axe.options({ resultTypes: ['violations'], ...only }).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
  );
}

/** Drawn as emulated: the style is in force, and two frames have passed. */
export async function settled(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  // A page that is fetched when it is looked at.
  await page.locator('main > [aria-busy=true]:only-child').waitFor({ state: 'detached' });
  await page.evaluate(async (scheme) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await frame();
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  }, colorScheme);
}

/** What is wider than the screen or than its own frame, so that it is cut or has to be scrolled to; strips that scroll by themselves are none. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = [...document.querySelectorAll<HTMLElement>('button, a, label, h1, h2, h3, select, [role=tab]')]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter((element) => !element.closest('.unseen, nav[data-strip]'))
      .filter((element) => {
        const { left, right } = element.getBoundingClientRect();
        const { display, textOverflow } = getComputedStyle(element);
        // What a finger may hit is wider than some words, and is no word itself.
        const words = document.createRange();
        words.selectNodeContents(element);
        const said = words.getBoundingClientRect();
        const spills =
          (said.left < left - 1 || said.right > right + 1) && element.scrollWidth > element.clientWidth + 1;
        const cut = display !== 'inline' && textOverflow !== 'ellipsis' && spills;
        return cut || left < -1 || right > width + 1;
      });
    const wide = document.documentElement.scrollWidth > width ? ['the page'] : [];
    return [...wide, ...found.map(({ tagName, textContent }) => `${tagName} ${textContent}`)];
  });
}
