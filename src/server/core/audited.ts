import type { AuditAct } from '../../protocol/auditActs.ts';
import type { AuditDraft, Clock } from './ports.ts';

/** @param from address of the request, or `local` */
export function audited(clock: Clock, who: string, what: AuditAct, subject: string, from: string): AuditDraft {
  return { at: clock.now(), who, what, subject, from };
}
