import { severityOf, type Severity } from '../../../protocol/severity.ts';

export type Tone = 'error' | 'warning' | 'plain' | 'quiet';

const tones: Record<Severity, Tone> = {
  debug: 'quiet',
  info: 'plain',
  notice: 'plain',
  warning: 'warning',
  error: 'error',
  critical: 'error',
  alert: 'error',
  emergency: 'error',
};

/** How a level is shown. Machines write what they like; what is not known is plain. */
export function toneOf(level: string | null): Tone {
  const severity = severityOf(level);
  return severity === null ? 'plain' : tones[severity];
}
