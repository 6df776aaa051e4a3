import fs from 'node:fs';
import { expect, test } from 'vitest';
import { play } from '../support/dialog.ts';

// Conversations over the line protocol, written as one would read them aloud, played against a real server.

const folder = import.meta.dirname;
const scripts = fs
  .readdirSync(folder)
  .filter((file) => file.endsWith('.dialog'))
  .map((file) => fs.readFileSync(`${folder}/${file}`, 'utf8'))
  .map((script) => ({ title: script.slice(2, script.indexOf('\n')), script }));

test.each(scripts)('$title', async ({ script }) => {
  expect(await play(script)).toBeGreaterThan(5);
});

test('a dialog that does not go as it is written fails, and says where', async () => {
  await expect(play('sam connects\nsam> /users\nsam< sam')).rejects.toThrow('line 3: sam< sam');
  await expect(play('sam connects\nsam> /users')).rejects.toThrow('sam also heard: error: log in first');
  await expect(play('sam dances')).rejects.toThrow('line 1: sam dances');
});
