import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const folder = 'deploy/systemd';
const units = ['waxwing.service', 'waxwing-backup.service'];

test.each(units)('[001.16] [001.17] systemd calls the exposure of %s at most 2.0 of 10', (unit) => {
  const { error, stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', `${folder}/${unit}`], {
    encoding: 'utf8',
  });
  if (error) return void process.stdout.write('skipped: needs systemd-analyze\n');
  const exposure = Number(/Overall exposure level for \S+: ([\d.]+)/.exec(stdout)?.[1] ?? Number.NaN);
  expect(exposure).toBeLessThanOrEqual(2);
});

test('the units are words that systemd knows', () => {
  const files = [...units, 'waxwing-backup.timer'].map((unit) => `${folder}/${unit}`);
  const { error, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], { encoding: 'utf8' });
  if (error) return void process.stdout.write('skipped: needs systemd-analyze\n');
  // Waxwing is not installed there.
  const complaints = stderr
    .split('\n')
    .filter((line) => /\.(service|timer)/.test(line) && !/is not executable/.test(line));
  expect(complaints.filter((line) => files.some((file) => line.includes(file.slice(folder.length + 1))))).toEqual([]);
});

test('[001.17] only the folders of their own are writable', () => {
  const settingsOf = (unit: string): string[] => readFileSync(`${folder}/${unit}`, 'utf8').split('\n');
  for (const unit of units) {
    expect(settingsOf(unit)).toEqual(
      expect.arrayContaining([
        'ProtectSystem=strict',
        'DynamicUser=yes',
        'CapabilityBoundingSet=',
        'NoNewPrivileges=yes',
      ]),
    );
  }
  expect(settingsOf('waxwing.service').filter((line) => line.startsWith('ReadWritePaths='))).toEqual([
    'ReadWritePaths=/var/lib/waxwing',
  ]);
});
