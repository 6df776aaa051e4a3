import { globSync } from 'node:fs';
import path from 'node:path';
import { type Attack, ELSEWHERE } from '../attacks.ts';

/** A test whose title names an attack. */
export interface Done {
  readonly file: string;
  readonly title: string;
  readonly passed: boolean;
}

/** What vitest's JSON reporter writes, as far as it is read here. */
interface UnitResults {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** The same of Playwright's. */
interface PageSuite {
  readonly specs?: readonly { readonly file: string; readonly title: string; readonly ok: boolean }[];
  readonly suites?: readonly PageSuite[];
}

const BEGIN = '<!-- written by `npm run mallory` -->';
const END = '<!-- until here -->';

/** Defences that were taken out, so that one sees that the attack succeeds then. */
const TAKEN_OUT = /(eakened|TakenOut)\.test\.ts$/;

/** The files of tests whose titles name attacks. */
export function attackFiles(): string[] {
  return [...globSync('test/{mallory,e2e}/**/*.{test,spec}.ts'), ...ELSEWHERE].toSorted();
}

export function testsOf(units: UnitResults | undefined, pages: PageSuite | undefined): Done[] {
  const unit = (units?.testResults ?? []).flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'passed' || status === 'failed')
      .map(({ fullName, status }) => ({
        file: path.relative('', name),
        title: fullName,
        passed: status === 'passed',
      })),
  );
  const page = specsOf(pages ?? {}).map(({ file, title, ok }) => ({ file: `test/e2e/${file}`, title, passed: ok }));
  return [...unit, ...page];
}

function specsOf(suite: PageSuite): NonNullable<PageSuite['specs']>[number][] {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsOf)];
}

/** The text with a row for each attack between its two marks. */
export function withTable(text: string, attacks: readonly Attack[], tests: readonly Done[]): string {
  const rows = attacks.map((attack) => rowOf(attack, tests));
  const head = ['| attack | rows | tests | result |', '| --- | --- | --- | --- |'];
  const [before = '', rest = ''] = text.split(BEGIN);
  return [`${before}${BEGIN}\n`, ...head, ...rows, `\n${END}${rest.split(END)[1] ?? ''}`].join('\n');
}

function rowOf({ id, attacker, does, sees, rows }: Attack, all: readonly Done[]): string {
  const tests = all.filter(({ title }) => title.includes(`[${id}]`));
  const attacked = tests.filter(({ file }) => !TAKEN_OUT.test(file));
  const failed = tests.filter(({ passed }) => !passed).length;
  const files = [...new Set(tests.map(({ file }) => `\`${file}\``))].toSorted().join(', ');
  const counted = attacked.length === 1 ? '1 test' : `${attacked.length} tests`;
  const without = tests.length > attacked.length ? '; succeeds with the defence taken out' : '';
  const result = failed > 0 ? `**${failed} of ${tests.length} failed**` : `withstood, ${counted}${without}`;
  const what = `${id}: ${attacker} ${does}. Wanted: ${sees}`;
  const shown = attacked.length > 0 || failed > 0 ? result : '**no test yet**';
  return `| ${what} | ${rows.join(', ')} | ${files} | ${shown} |`;
}
