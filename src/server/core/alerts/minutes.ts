/** What is known of the alerts before: kept with how far the stream was looked at, so that a restart changes nothing. */
export interface AlertState {
  /** Of all alerts of the machine. */
  readonly whole: { began: number; made: number };
  /** By rule, and `SEALED`. */
  readonly minutes: Record<string, Minute>;
  /** The head at which a rule found silence: it finds it once. */
  readonly silent: Readonly<Record<string, number>>;
}

export interface Minute {
  /** UTC milliseconds. */
  began: number;
  made: number;
  /** Records that would have been alerts, and the newest of them. */
  leftOut: number;
  newest: number;
}

/** Stands for a rule: a sealed record is always an alert. */
export const SEALED = 'sealed';
export const MINUTE = 60_000;
const MOST_OF_A_RULE = 10;
const MOST_OF_A_MACHINE = 60;

export const NOTHING: AlertState = { whole: { began: 0, made: 0 }, minutes: {}, silent: {} };

/** How many alerts a minute takes. A minute begins with the first alert after the one before has passed. */
const mostOf = (key: string): number => (key === SEALED ? MOST_OF_A_MACHINE : MOST_OF_A_RULE);
const hasPassed = (began: number, now: number): boolean => now - began >= MINUTE || now < began;

/** Another alert, if its minute has room; else it is counted as left out. The state is changed: this is asked for each record. */
export function admit(state: AlertState, key: string, seq: number, now: number): boolean {
  const { whole } = state;
  if (hasPassed(whole.began, now)) Object.assign(whole, { began: now, made: 0 });
  const known = state.minutes[key];
  const begins = !known || (known.leftOut === 0 && hasPassed(known.began, now));
  const minute = begins ? { began: now, made: 0, leftOut: 0, newest: 0 } : known;
  state.minutes[key] = minute;
  if (minute.leftOut > 0 || minute.made >= mostOf(key) || whole.made >= MOST_OF_A_MACHINE) {
    minute.leftOut += 1;
    minute.newest = seq;
    return false;
  }
  minute.made += 1;
  whole.made += 1;
  return true;
}

/** What was left out in minutes that are over: the newest record of each becomes an alert, and a new minute begins. */
export function takeDue(
  state: AlertState,
  now: number,
): { readonly state: AlertState; readonly due: readonly { key: string; seq: number; more: number }[] } {
  const due: { key: string; seq: number; more: number }[] = [];
  let whole = hasPassed(state.whole.began, now) ? { began: now, made: 0 } : state.whole;
  const minutes = { ...state.minutes };
  for (const [key, { began, leftOut, newest }] of Object.entries(state.minutes)) {
    if (leftOut === 0 || !hasPassed(began, now) || whole.made >= MOST_OF_A_MACHINE) continue;
    due.push({ key, seq: newest, more: leftOut - 1 });
    minutes[key] = { began: now, made: 1, leftOut: 0, newest: 0 };
    whole = { ...whole, made: whole.made + 1 };
  }
  return due.length === 0 ? { state, due } : { state: { ...state, whole, minutes }, due };
}

/** When `takeDue` will have something; null: never, as things are. */
export function nextDue({ whole, minutes }: AlertState): number | null {
  const ends = Object.values(minutes).flatMap(({ began, leftOut }) => (leftOut > 0 ? [began + MINUTE] : []));
  if (ends.length === 0) return null;
  const first = Math.min(...ends);
  return whole.made >= MOST_OF_A_MACHINE ? Math.max(first, whole.began + MINUTE) : first;
}

/** Without what belongs to rules that are gone. */
export function ofRules(state: AlertState, rules: readonly string[]): AlertState {
  const kept = ([key]: readonly [string, unknown]): boolean => key === SEALED || rules.includes(key);
  return {
    ...state,
    minutes: Object.fromEntries(Object.entries(state.minutes).filter(kept)),
    silent: Object.fromEntries(Object.entries(state.silent).filter(kept)),
  };
}
