import { useState } from 'react';
import { linkToken } from '../session/fragment.ts';
import { t } from '../words/words.ts';
import { LoginPage } from './LoginPage.tsx';

/** A new device's code was scanned here, where nobody is logged in: the link is kept until somebody is. */
export function LinkLogin() {
  useState(linkToken);
  return <LoginPage notice={t('linkLoginFirst')} />;
}
