import { useEffect, useState } from 'react';
import { t } from '../words/words.ts';
import type { Strength } from './strength.ts';

const SHORTEST = 10;
const FLOOR: Strength = 3;

const load = () => import('./strength.ts');

/** How strong a password is as it is typed; null while there is nothing to say. */
export function useStrength(password: string, username: string): Strength | null {
  const [strength, setStrength] = useState<Strength | null>(null);
  useEffect(() => {
    let current = true;
    if (password !== '') void judge(password, username).then((judged) => current && setStrength(judged));
    return () => {
      current = false;
    };
  }, [password, username]);
  return password === '' ? null : strength;
}

/** Why a new password is refused, or null. A thief of the server may try many: hence the floor. */
export async function refusal(password: string, username: string): Promise<string | null> {
  if (password === '') return t('needNewPassword');
  if (password.length < SHORTEST) return t('shortPassword', { least: SHORTEST });
  return (await judge(password, username)) < FLOOR ? t('weakPassword') : null;
}

async function judge(password: string, username: string): Promise<Strength> {
  const { strengthOf } = await load();
  const strength = strengthOf(password, [username]);
  return password.length < SHORTEST && strength >= FLOOR ? 2 : strength;
}
