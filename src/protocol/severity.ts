/** From the least severe to the worst. */
export const severities = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;
export type Severity = (typeof severities)[number];

/** How logs spell the severities, beside their names. Capitals do not matter. */
const spellings: Record<Severity, readonly string[]> = {
  debug: ['trace', 'verbose', 'fine', 'finer', 'finest', 'd', 't', 'v', '7', '10', '20'],
  info: ['information', 'informational', 'i', '6', '30'],
  notice: ['n', '5'],
  warning: ['warn', 'w', '4', '40'],
  error: ['err', 'severe', 'failure', 'e', '3', '50'],
  critical: ['crit', 'fatal', 'c', 'f', '2', '60'],
  alert: ['a', '1'],
  emergency: ['emerg', 'panic', '0'],
};

const known = new Map(
  severities.flatMap((severity) => [severity, ...spellings[severity]].map((word) => [word, severity] as const)),
);

/** What a record's level means; null for one that means nothing to us. Of `ERROR2`, as OpenTelemetry counts, the word. */
export function severityOf(level: string | null): Severity | null {
  const word = level?.trim().toLowerCase() ?? '';
  return known.get(word) ?? known.get(word.replace(/(?<=[a-z]{4})[1-4]$/, '')) ?? null;
}

/** Whether a record's level is this severe or worse. */
export function isAtLeast(level: string | null, least: Severity): boolean {
  const severity = severityOf(level);
  return severity !== null && severities.indexOf(severity) >= severities.indexOf(least);
}
