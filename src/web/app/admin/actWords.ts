import type { AuditEntry } from '../../../protocol/api/admin.ts';
import { readAct } from '../../../protocol/auditActs.ts';
import { settingNames } from '../../../protocol/serverSettings.ts';
import { switchNames } from '../../../protocol/switches.ts';
import { numberWords } from '../words/number.ts';
import { t } from '../words/words.ts';

/** What was done, in the reader's words. What another version of the server has written down stands as it does there. */
export function actWords({ what }: Pick<AuditEntry, 'what'>): string {
  const act = readAct(what);
  if (act === undefined) return what;
  return t(`act:${act.name}`, { number: act.number === null ? '' : numberWords(act.number) });
}

/** Whom or what it was done to: a switch and a limit by their names on the screen, what has a name of its own by that. */
export function subjectWords({ what, subject }: Pick<AuditEntry, 'what' | 'subject'>): string {
  const turned = what.startsWith('switch ') && switchNames.find((name) => name === subject);
  if (turned) return t(`switch:${turned}`);
  const set = what.startsWith('setting ') && settingNames.find((name) => name === subject);
  if (set) return t(`limit:${set}`);
  const [, count] = /^(\d+) comments$/.exec(subject) ?? [];
  return what.startsWith('comment ') && count !== undefined ? t('threadCount', { count: Number(count) }) : subject;
}

/** Who did it, and from where. */
export function actorWords({ who, from }: Pick<AuditEntry, 'who' | 'from'>): string {
  if (from !== 'local') return t('auditBy', { who, from });
  if (who === 'admin.sock') return t('auditByCommand');
  return who === 'server' ? t('auditByItself') : t('auditByLocal', { who });
}
