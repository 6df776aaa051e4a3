import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ClientState } from '../../../client/api.ts';
import { CodePage } from '../gate/CodePage.tsx';
import { EnrolmentContext, type Enrolment } from '../gate/enrolment.ts';
import { forgetNotices } from '../notices/forget.ts';
import { showUnread } from '../notices/icon.ts';
import { useClientState, useHurry } from '../session/client.ts';
import { forgetDrafts } from '../session/drafts.ts';
import { forgetSearch } from '../search/typed.ts';
import { t } from '../words/words.ts';
import { Frame } from './Frame.tsx';
import { Gate } from './Gate.tsx';
import { Starting } from './Starting.tsx';

/** Which of the app's faces is shown: starting, the gate, a new recovery code, or the frame with everything in it. */
export function Screen() {
  const phase = useClientState((state) => state.phase);
  const known = useClientState((state) => state.self !== null);
  const [, navigate] = useLocation();
  const [enrolled, setEnrolled] = useState<{ name: string; code: string | null } | null>(null);
  const enrolment = useMemo<Enrolment>(
    () => ({
      async run(name, work) {
        setEnrolled({ name, code: null });
        const outcome = await work();
        setEnrolled(outcome.ok ? { name, code: outcome.recoveryCode } : null);
        return outcome;
      },
    }),
    [],
  );
  useTitle();
  useHurry();
  useLeaving(phase);

  if (phase === 'starting') return <Starting />;
  if (enrolled !== null && enrolled.code !== null) {
    const done = (): void => {
      setEnrolled(null);
      navigate('/', { replace: true });
    };
    return <CodePage code={enrolled.code} name={enrolled.name} onDone={done} />;
  }
  const out = phase === 'out' || enrolled !== null || !known;
  return <EnrolmentContext value={enrolment}>{out ? <Gate /> : <Frame />}</EnrolmentContext>;
}

function useTitle(): void {
  const unread = useClientState((state) => state.unread);
  useEffect(() => {
    document.title = unread > 0 ? t('titleUnread', { count: unread }) : t('waxwing');
    showUnread(unread);
  }, [unread]);
}

/** Once one has been logged in, being out leads to the log-in page, and nothing begun is left behind. */
function useLeaving(phase: ClientState['phase']): void {
  const [, navigate] = useLocation();
  const wasIn = useRef(false);
  useEffect(() => {
    if (phase === 'in') wasIn.current = true;
    // Also where it was the page before that logged out, and was closed at once.
    if (phase === 'out') void forgetNotices();
    if (phase === 'out' && wasIn.current) {
      wasIn.current = false;
      forgetDrafts();
      forgetSearch();
      navigate('/login', { replace: true });
    }
  }, [phase, navigate]);
}
