import { z } from 'zod';

/** The policies that an admin turns, with their defaults. */
export const switches = {
  registration: { default: true, means: 'Anyone with the address can create an account. Off: by invitation only.' },
  encryption: {
    default: true,
    means: 'Private messages are encrypted end to end. Off: new conversations can be read by this server.',
  },
  'ssh-authentication': { default: false, means: 'People may log in from a terminal with an SSH key.' },
  'certificate-authentication': { default: true, means: 'Terminals may log in with the certificate of this server.' },
  'password-authentication': { default: true, means: 'People may log in with their password.' },
  'machine-enrolment': { default: false, means: 'Unknown machines may enrol by themselves.' },
  'public-comments': { default: false, means: 'Pages may show and take public comments.' },
  approval: { default: false, means: 'New people wait until an admin approves them.' },
} as const satisfies Record<string, { default: boolean; means: string }>;

export type SwitchName = keyof typeof switches;
export const SwitchName = z.enum(Object.keys(switches) as [SwitchName, ...SwitchName[]]).meta({ id: 'SwitchName' });
export const switchNames = Object.keys(switches) as SwitchName[];
