/**
 * What the audit log says was done (`what` of an entry); `*` stands for a number. The log is chained as it was written, so none
 * of these is ever spelt in another way.
 */
export const auditActs = [
  'registration of the first admin',
  'registration',
  'registration by certificate request',
  'invitation',
  'reset link',
  'link revoked',
  'approved',
  'disabled',
  'enabled',
  'promoted',
  'demoted',
  'removed',
  'logged out everywhere',
  'log-out everywhere',
  'device logged out',
  'device suspended',
  'device live again',
  'password changed',
  'recovery code replaced',
  'identity reset',
  'certificate issued',
  'certificate revoked',
  'SSH key added',
  'SSH key removed',
  'chain: created',
  'chain: device added',
  'chain: device removed',
  'chain: account key',
  'chain: device box key',
  'chain: vault box key',
  'chain: reset',
  'chain: removed',
  'switch on',
  'switch off',
  'setting *',
  'setting without bound',
  'room',
  'room removed',
  'enrolment code',
  'machine enrolled',
  'machine token',
  'machine token revoked',
  'machine tokens revoked',
  'machine disabled',
  'machine enabled',
  'followers',
  'rule added',
  'rule removed',
  'thread',
  'thread changed',
  'thread removed',
  'site open',
  'site approval',
  'site closed',
  'site without threads',
  'site removed',
  'comment approved',
  'comment pending',
  'comment spam',
  'comment rejected',
  'comment deleted',
  '* comments brought',
  'block',
  'unblock',
  'cookie secret rotated',
  'backup made',
  'backup verified',
  'backup damaged',
  'backup not made',
  'restored',
] as const;

export type AuditActName = (typeof auditActs)[number];

type Spelt<Name extends string> = Name extends `${infer Before}*${infer After}` ? `${Before}${number}${After}` : Name;
/** An act as an entry spells it. */
export type AuditAct = Spelt<AuditActName>;

/** Which act an entry is about, and the number in it. Undefined: one that this version does not know. */
export function readAct(what: string): { readonly name: AuditActName; readonly number: number | null } | undefined {
  const [digits] = /\d+/.exec(what) ?? [];
  const spelt = digits === undefined ? what : what.replace(digits, '*');
  const name = auditActs.find((each) => each === spelt);
  return name && { name, number: digits === undefined ? null : Number(digits) };
}
