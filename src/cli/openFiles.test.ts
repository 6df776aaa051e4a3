import { expect, test } from 'vitest';
import { missingFiles } from './openFiles.ts';

const limits = (files: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${files.padEnd(20)} ${files.padEnd(20)} files     \n`;

test('connections of both doors and a hundred more have to fit into the limit of open files', () => {
  const config = { connections: 1000, tlsPort: 9291 } as const;
  expect(missingFiles(config, limits('1599'))).toEqual({ allowed: 1599, needed: 1600 });
  expect(missingFiles(config, limits('1600'))).toBeNull();
  expect(missingFiles({ ...config, tlsPort: 'off' }, limits('1100'))).toBeNull();
  expect(missingFiles(config, limits('unlimited'))).toBeNull();
  expect(missingFiles(config, '')).toBeNull();
});

test('what this process may open is read as the system says it', () => {
  const most = missingFiles({ connections: 1_000_000_000, tlsPort: 'off' })?.allowed;
  expect(process.platform === 'linux' ? most : 1).toBeGreaterThan(0);
});
