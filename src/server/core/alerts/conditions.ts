import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { isAtLeast } from '../../../protocol/severity.ts';
import type { StoredRecord } from '../ports.ts';

/** Whether a rule is about this record; one about silence is about none. */
export function fits(condition: RuleCondition, { message, level }: Pick<StoredRecord, 'message' | 'level'>): boolean {
  switch (condition.when) {
    case 'contains':
      return message.toLowerCase().includes(condition.text.toLowerCase());
    case 'level':
      return isAtLeast(level, condition.least);
    case 'silence':
      return false;
  }
}
