import type { AlertContent } from '../../../protocol/clear.ts';
import { t } from '../words/words.ts';

/** Why an alert was given. */
export function whyWords(why: AlertContent['why']): string {
  switch (why?.when) {
    case undefined:
      return t('alertSealed');
    case 'contains':
      return t('alertContains', { text: why.text });
    case 'level':
      return t('alertLevel', { level: why.least });
    case 'silence':
      return t('alertSilence', { count: why.minutes });
  }
}
