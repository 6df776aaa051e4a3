import AxeBuilder from '@axe-core/playwright';
import { type Page, expect } from '@playwright/test';

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

/** What colour cannot change is looked at once for each size. */
const looks = [
  { look: 'light', size: desktop, colorScheme: 'light', rules: null },
  { look: 'dark', size: desktop, colorScheme: 'dark', rules: ['color-contrast'] },
  { look: 'phone-dark', size: phone, colorScheme: 'dark', rules: null },
  { look: 'phone', size: phone, colorScheme: 'light', rules: ['color-contrast'] },
] as const;

/**
 * Holds the page as it is against what axe knows, light and dark, on a desk and on a phone, and against what no page may
 * do: be wider than the screen. With WAXWING_PICTURES=1 it keeps a picture of each.
 */
export async function expectSound(page: Page, name: string): Promise<void> {
  for (const { look, size, colorScheme, rules } of looks) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(page, colorScheme);
    if (process.env['WAXWING_PICTURES']) {
      await page.screenshot({ path: `test-results/real/${look}/${name}.png` });
    }
    const axe = new AxeBuilder({ page });
    const { violations } = await (rules ? axe.withRules([...rules]) : axe).analyze();
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
    expect(found, `${name}, ${look}`).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `${name}, ${look}`).toBeLessThanOrEqual(
      size.width,
    );
  }
  await page.setViewportSize(desktop);
}

/** Drawn as emulated: the style is in force, and two frames have passed. */
function settled(page: Page, colorScheme: string): Promise<void> {
  return page.evaluate(async (scheme) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!matchMedia(`(prefers-color-scheme: ${scheme})`).matches) await frame();
    await frame();
    await frame();
    await Promise.allSettled(document.getAnimations().map((animation) => animation.finished));
  }, colorScheme);
}
