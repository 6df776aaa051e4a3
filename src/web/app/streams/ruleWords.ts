import type { RuleCondition } from '../../../protocol/api/streams.ts';
import { t } from '../words/words.ts';

/** A rule as people say it. */
export function ruleWords(condition: RuleCondition): string {
  switch (condition.when) {
    case 'contains':
      return t('ruleContains', { text: condition.text });
    case 'level':
      return t('ruleLevel', { level: condition.least });
    case 'silence':
      return t('ruleSilence', { count: condition.minutes });
  }
}
