import { useState } from 'react';
import { Link } from 'wouter';
import { linkToken } from '../session/fragment.ts';
import { useClientState } from '../session/client.ts';
import { Blank } from '../ui/Blank.tsx';
import { t } from '../words/words.ts';

/** A link for somebody who has no account yet, opened by somebody who has. */
export function AlreadyIn() {
  useState(linkToken);
  const name = useClientState((state) => state.self?.username ?? '');
  return (
    <Blank title={t('alreadyIn', { name })} text={t('alreadyInText')}>
      <Link href="/">{t('toInbox')}</Link>
    </Blank>
  );
}
