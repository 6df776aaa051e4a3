import { expect, test } from 'vitest';
import { failedFiles, pageResults, unitResults } from '../scripts/results.mjs';

const file = (name: string, status: string, ...assertionResults: { fullName: string; status: string }[]) => ({
  name,
  status,
  assertionResults,
});
const holds = (fullName: string) => ({ fullName, status: 'passed' });
const fails = (fullName: string) => ({ fullName, status: 'failed' });
const waits = (fullName: string) => ({ fullName, status: 'pending' });

test('what failed and passed at the second try counts as passed, and is named', () => {
  const first = {
    testResults: [
      file('a', 'passed', holds('one'), waits('later')),
      file('b', 'failed', holds('two'), fails('three'), fails('four')),
      file('c', 'failed', waits('five')),
    ],
  };
  expect(unitResults(first)).toEqual({ passed: 2, failed: 2, skipped: 2, unsteady: [] });
  expect(failedFiles(first)).toEqual(['b', 'c']);
  const second = {
    testResults: [file('b', 'failed', holds('two'), holds('three'), fails('four')), file('c', 'passed', holds('five'))],
  };
  expect(unitResults(first, second)).toEqual({ passed: 4, failed: 1, skipped: 1, unsteady: ['b three', 'c'] });
});

test('a page test that needed a second try counts as passed, and is named', () => {
  const spec = (title: string, status: string) => ({ file: 'x.spec.ts', line: 7, title, tests: [{ status }] });
  const results = {
    stats: { expected: 1, unexpected: 1, flaky: 1, skipped: 0 },
    suites: [
      { specs: [spec('one', 'expected'), spec('two', 'unexpected')], suites: [{ specs: [spec('three', 'flaky')] }] },
    ],
  };
  expect(pageResults(results)).toEqual({ passed: 2, failed: 1, skipped: 0, unsteady: ['test/e2e/x.spec.ts:7 three'] });
});
