import fs from 'node:fs';
import { expect, test } from 'vitest';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';

test('what stands in place of an app that did not load says it in the words of the app', () => {
  const script = fs.readFileSync('src/web/app/public/unloaded.js', 'utf8');
  for (const words of [en, de, fr, es]) {
    for (const said of [words.unloadedHeading, words.failOffline, words.tryAgain])
      expect(script).toContain(`'${said}'`);
  }
});
