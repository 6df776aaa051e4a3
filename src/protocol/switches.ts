/** Ways in at which a switch acts: the web's API, its socket, the line protocol, machines' and visitors' addresses. */
export type Door = 'api' | 'socket' | 'line' | 'ingest' | 'public';

interface Declared {
  /** Its name on the screen. */
  readonly label: string;
  readonly default: boolean;
  readonly means: string;
  /** The doors at which a turn acts, within a second. */
  readonly binds: readonly Door[];
  /** Admins turn all of them; this one is also chosen with the setup link. */
  readonly atSetup?: true;
}

/** The policies that an admin turns. Screens, the command, the checks at the doors and the documents follow from this table. */
export const switches = {
  registration: {
    label: 'Registration',
    default: true,
    means: 'Anyone with the address can create an account. Off: by invitation only.',
    binds: ['api', 'line'],
    atSetup: true,
  },
  encryption: {
    label: 'End-to-end encryption',
    default: true,
    means: 'Private messages are encrypted end to end. Off: new conversations can be read by this server.',
    binds: ['api', 'socket', 'line'],
  },
  'ssh-authentication': {
    label: 'SSH authentication',
    default: false,
    means: 'People may log in from a terminal with an SSH key.',
    binds: ['api', 'socket'],
  },
  'certificate-authentication': {
    label: 'Certificate authentication',
    default: true,
    means: 'Terminals may log in with the certificate of this server.',
    binds: ['api', 'socket', 'line'],
  },
  'password-authentication': {
    label: 'Password authentication',
    default: true,
    means: 'People may log in with their password.',
    binds: ['api'],
  },
  'machine-enrolment': {
    label: 'Machine enrolment',
    default: false,
    means: 'Unknown machines may enrol by themselves.',
    binds: ['ingest'],
  },
  'public-comments': {
    label: 'Public comments',
    default: false,
    means: 'Pages may show and take public comments.',
    binds: ['public'],
  },
  approval: {
    label: 'Approval of new people',
    default: false,
    means: 'New people wait until an admin approves them.',
    binds: ['api', 'line'],
  },
} as const satisfies Record<string, Declared>;

export type SwitchName = keyof typeof switches;
export const switchNames = Object.keys(switches) as SwitchName[];
