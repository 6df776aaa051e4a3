import { useState, type ComponentType } from 'react';
import { Link } from 'wouter';
import { linkToken } from '../session/fragment.ts';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';

/** A page that a link with a secret leads to. */
export function LinkGate({ page: Page }: { page: ComponentType<{ token: string }> }) {
  const [token] = useState(linkToken);
  if (token !== null) return <Page token={token} />;
  return (
    <Card title={t('linkIncomplete')} text={t('linkIncompleteText')}>
      <Aside>
        <Link href="/login">{t('login')}</Link>
      </Aside>
    </Card>
  );
}
