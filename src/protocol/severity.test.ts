import { expect, test } from 'vitest';
import { isAtLeast, severityOf } from './severity.ts';

test('a level is a severity in the spellings that logs use', () => {
  const found = ['ERROR', ' err ', 'Fatal', 'WARN', 'warning', 'TRACE3', 'INFO2', 'emerg', '3', '50', 'E'];
  expect(found.map(severityOf)).toEqual([
    'error',
    'error',
    'critical',
    'warning',
    'warning',
    'debug',
    'info',
    'emergency',
    'error',
    'error',
    'error',
  ]);
  expect([null, '', 'blue', 'constructor', 'error5', 'e2'].map(severityOf)).toEqual(Array(6).fill(null));
});

test('this severe or worse; what means nothing is not', () => {
  const levels = ['debug', 'info', 'notice', 'warn', 'err', 'crit', 'alert', 'panic', 'blue', null];
  expect(levels.filter((level) => isAtLeast(level, 'error'))).toEqual(['err', 'crit', 'alert', 'panic']);
  expect(levels.filter((level) => isAtLeast(level, 'debug'))).toHaveLength(8);
});
