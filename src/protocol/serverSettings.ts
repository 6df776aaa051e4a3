interface Declared {
  /** Its name on the screen. */
  readonly label: string;
  readonly unit: string;
  readonly means: string;
  /** Null: no bound. */
  readonly default: number | null;
  readonly min: number;
  readonly max: number;
}

/** What an admin sets to a whole number, beside the switches. A value lies between `min` and `max`, or is the default. */
export const serverSettings = {
  'message-days': {
    label: 'Messages are kept for',
    unit: 'days',
    means:
      'Private messages, and what is said in rooms, are deleted from this server after so many days. Not set: never.',
    default: null,
    min: 1,
    max: 36_500,
  },
  'session-days': {
    label: 'People stay logged in for',
    unit: 'days without use',
    means: 'Whoever was away longer logs in again.',
    default: 90,
    min: 1,
    max: 90,
  },
  accounts: {
    label: 'People at most',
    unit: 'accounts',
    means: 'With so many accounts nobody registers any more, also by invitation. Not set: no bound.',
    default: null,
    min: 1,
    max: 1_000_000,
  },
  machines: {
    label: 'Machines at most',
    unit: 'machines',
    means: 'With so many machines no other enrols, by itself or with a code.',
    default: 10_000,
    min: 0,
    max: 10_000,
  },
  'messages-per-minute': {
    label: 'Messages of one person',
    unit: 'a minute',
    means: 'What one account may send, on all of its devices together.',
    default: 3000,
    min: 60,
    max: 3000,
  },
  'registrations-per-minute': {
    label: 'Registrations from one address',
    unit: 'a minute',
    means: 'How many accounts may be made from one network address.',
    default: 30,
    min: 10,
    max: 6000,
  },
  'log-ins-per-minute': {
    label: 'Log-ins from one address',
    unit: 'a minute',
    means: 'Raise it where many people share one network address.',
    default: 60,
    min: 30,
    max: 6000,
  },
  'comments-per-minute': {
    label: 'Comments in one thread',
    unit: 'a minute',
    means: 'What all visitors together may write into one thread.',
    default: 60,
    min: 60,
    max: 6000,
  },
} as const satisfies Record<string, Declared>;

export type SettingName = keyof typeof serverSettings;
/** What a setting may be: a number, and null where that is its default. */
export type SettingValue<Name extends SettingName> = number | Extract<(typeof serverSettings)[Name]['default'], null>;
export const settingNames = Object.keys(serverSettings) as SettingName[];

/** Whether the setting may have that value; null only where it means that there is no bound. */
export function isSettable(name: SettingName, value: number | null): boolean {
  const { default: standard, min, max } = serverSettings[name];
  return value === standard || (value !== null && Number.isInteger(value) && value >= min && value <= max);
}
