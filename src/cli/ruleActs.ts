import { RuleCondition, RuleId } from '../protocol/api/streams.ts';
import { limits } from '../protocol/limits.ts';
import { oneLine } from '../protocol/oneLine.ts';
import { severities, severityOf } from '../protocol/severity.ts';
import type { Act } from './act.ts';
import { UsageError } from './usage.ts';

interface Rule {
  readonly id: string;
  readonly condition: RuleCondition;
}

/** What an admin says of alerts: which records of a machine, or what silence, its followers are told of. */
export const ruleActs: Record<string, Act> = {
  rules: {
    usage: 'rules MACHINE [add contains TEXT | add level LEVEL | add silence MINUTES | remove ID]',
    does: 'what its followers are told of as an alert; what is added looks at what comes from then on',
    request: ([name, word, ...rest]) => ({ act: 'machine', asked: requestOf(name, word, rest) }),
    show: (shown: readonly Rule[] | { removed: string }) =>
      'removed' in shown
        ? [`removed: ${shown.removed}`]
        : shown.map(({ id, condition }) => `${id}  ${wordsOf(condition)}`),
  },
};

function requestOf(name: string | undefined, word: string | undefined, rest: readonly string[]): object {
  if (name !== undefined && word === undefined) return { act: 'rules', name };
  const [kind, ...more] = rest;
  if (name !== undefined && word === 'add' && kind !== undefined && more.length > 0)
    return { act: 'add rule', name, condition: conditionOf(kind, more.join(' ')) };
  if (name === undefined || word !== 'remove' || kind === undefined || more.length > 0)
    throw new UsageError('rules MACHINE, or with add contains TEXT, add level LEVEL, add silence MINUTES, remove ID');
  if (!RuleId.safeParse(kind).success) throw new UsageError('ID is what rules MACHINE shows');
  return { act: 'remove rule', name, rule: kind };
}

function conditionOf(when: string, what: string): RuleCondition {
  const asked = { contains: { text: what }, level: { least: severityOf(what) }, silence: { minutes: Number(what) } };
  const { data } = RuleCondition.safeParse({ when, ...asked[when as keyof typeof asked] });
  if (data) return data;
  if (when === 'contains') throw new UsageError(`TEXT has 1 to ${limits.ruleText} characters`);
  if (when === 'level') throw new UsageError(`LEVEL is one of ${severities.join(', ')}`);
  if (when === 'silence') throw new UsageError(`MINUTES is a number, 1 to ${limits.silenceMinutes}`);
  throw new UsageError('a rule is about contains TEXT, level LEVEL or silence MINUTES');
}

function wordsOf(condition: RuleCondition): string {
  switch (condition.when) {
    case 'contains':
      return `contains ${oneLine(condition.text)}`;
    case 'level':
      return `level ${condition.least} or worse`;
    case 'silence':
      return `silence of ${condition.minutes} minutes`;
  }
}
