import { expect, test } from 'vitest';
import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { fits } from './conditions.ts';

const record = (message: string, level: string | null = null) => ({ small: message.toLowerCase(), level });

test.each<[RuleCondition, ReturnType<typeof record>, boolean]>([
  [{ when: 'contains', text: 'Disk' }, record('the DISK is full'), true],
  [{ when: 'contains', text: 'disk full' }, record('the disk is full'), false],
  [{ when: 'contains', text: 'ÄRGER' }, record('viel Ärger'), true],
  [{ when: 'contains', text: '.*' }, record('anything'), false],
  [{ when: 'level', least: 'warning' }, record('', 'WARN'), true],
  [{ when: 'level', least: 'warning' }, record('', 'notice'), false],
  [{ when: 'level', least: 'debug' }, record('', null), false],
  [{ when: 'silence', minutes: 1 }, record('anything'), false],
])('[F13] %j looks at %j: %s', (condition, looked, expected) => {
  expect(fits(condition, looked)).toBe(expected);
});
