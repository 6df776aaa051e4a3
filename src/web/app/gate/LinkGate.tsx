import { useEffect, useState, type ComponentType } from 'react';
import { Link } from 'wouter';
import { linkToken } from '../session/fragment.ts';
import { t } from '../words/words.ts';
import { Aside, Card } from './Card.tsx';

/** A page that a link with a secret leads to. */
export function LinkGate({ page: Page }: { page: ComponentType<{ token: string }> }) {
  const token = useLinkToken();
  if (token !== null) return <Page key={token} token={token} />;
  return (
    <Card title={t('linkIncomplete')} text={t('linkIncompleteText')}>
      <Aside>
        <Link href="/login">{t('login')}</Link>
      </Aside>
    </Card>
  );
}

/** An address that only gains its end, as a link opened again in the same tab does, loads no page anew. */
function useLinkToken(): string | null {
  const [token, setToken] = useState(linkToken);
  useEffect(() => {
    const look = (): void => setToken(linkToken());
    addEventListener('hashchange', look);
    return () => removeEventListener('hashchange', look);
  }, []);
  return token;
}
