import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { isAtLeast } from '../../../protocol/severity.ts';

/** A record as rules look at it. */
export interface LoweredRecord {
  /** Its message in small letters. */
  readonly small: string;
  readonly level: string | null;
}

/** Whether a rule is about this record; one about silence is about none. */
export function fits(condition: RuleCondition, { small, level }: LoweredRecord): boolean {
  switch (condition.when) {
    case 'contains':
      return small.includes(condition.text.toLowerCase());
    case 'level':
      return isAtLeast(level, condition.least);
    case 'silence':
      return false;
  }
}
