import fs from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const app = path.resolve(import.meta.dirname, '..');
const sides =
  /(?<![-\w])(margin|padding|border|border-(?:top|bottom)|scroll-margin|scroll-padding)-(left|right)\b|(?<![-\w])(left|right):|text-align: (left|right)|float:/g;

test('styles say start and end, so that the page stands for those who read from the right too', () => {
  const files = fs.globSync('**/*.css', { cwd: app });
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    [...fs.readFileSync(path.join(app, file), 'utf8').matchAll(sides)].map(([words]) => `${file}: ${words}`),
  );
  expect(found).toEqual([]);
});
