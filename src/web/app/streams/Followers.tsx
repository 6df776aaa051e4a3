import { useCallback, useState } from 'react';
import type { FollowerChange, Outcome } from '../../../client/api.ts';
import type { Follower, Stream } from '../../../protocol/api/streams.ts';
import { useClient, useClientState } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { useFetched } from '../session/useFetched.ts';
import { Avatar } from '../ui/Avatar.tsx';
import { AddLine } from '../ui/AddLine.tsx';
import { Button } from '../ui/Button.tsx';
import { Switch } from '../ui/Choice.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords, type Failed } from '../words/failures.ts';
import { t } from '../words/words.ts';
import styles from './Followers.module.css';

const nameOf = (typed: string): string => typed.trim().replace(/^@/, '').toLowerCase();

/** Who follows a stream; admins say who. */
export function Followers({ stream, onClose }: { stream: Stream; onClose: () => void }) {
  const { machine, everyone } = stream;
  const client = useClient();
  const call = useCall();
  const isAdmin = useClientState((state) => state.self?.role === 'admin');
  const { people, more, failed, reload, showMore } = useFollowers(machine);
  const change = async (next: FollowerChange): Promise<Failed | null> => {
    const outcome = await call.run(() => client.setFollowers(machine, next));
    if (outcome?.ok) reload();
    return outcome === null || outcome.ok ? null : outcome;
  };
  const add = async (typed: string): Promise<string | null> => {
    const name = nameOf(typed);
    if (name === '') return t('needUsername');
    const wrong = await change({ add: [name] });
    const unknown = wrong?.code === 'invalid' || wrong?.code === 'not_found';
    return unknown ? t('unknownFollower', { name }) : wrong && failureWords(wrong);
  };
  const leave = async (): Promise<void> => {
    const outcome = await call.run(() => client.unfollowStream(machine));
    if (outcome?.ok) onClose();
  };
  return (
    <Sheet title={t('followers')} onClose={onClose}>
      <SheetText>{t('followersText', { machine })}</SheetText>
      {isAdmin && (
        <>
          <Switch
            label={t('everyone')}
            text={t('everyoneText')}
            on={everyone}
            onChange={(on) => void change({ everyone: on })}
          />
          <AddLine
            label={t('addFollower')}
            hint={t('addFollowerHint')}
            name="follower"
            button={t('addFollowerButton')}
            onAdd={add}
          />
        </>
      )}
      {failed !== null && <FieldError>{failureWords(failed)}</FieldError>}
      <ul className={styles.list} aria-label={t('followers')}>
        {people.map(({ username, displayName }) => (
          <li key={username} className={styles.person}>
            <Avatar person={{ account: '', username, displayName: displayName || username }} size={36} />
            <span className={styles.name}>{displayName || username}</span>
            {displayName !== '' && displayName !== username && <span className={styles.handle}>@{username}</span>}
            {isAdmin && (
              <Button
                look="danger"
                aria-label={t('removeNamed', { name: username })}
                onClick={() => void change({ remove: [username] })}
              >
                {t('remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {more && (
        <Button look="quiet" onClick={showMore}>
          {t('moreFollowers')}
        </Button>
      )}
      {stream.follows && (
        <SheetActions>
          <Button look="quiet" busy={call.busy} onClick={() => void leave()}>
            {t('unfollow')}
          </Button>
        </SheetActions>
      )}
    </Sheet>
  );
}

/** As many pages of them as were asked for, by name. */
function useFollowers(machine: string) {
  const client = useClient();
  const [pages, setPages] = useState(1);
  const ask = useCallback(async (): Promise<Outcome<{ people: Follower[]; more: boolean }>> => {
    const people: Follower[] = [];
    let next: string | null = null;
    for (let page = 0; page < pages && (page === 0 || next !== null); page += 1) {
      const outcome = await client.followers(machine, next ?? undefined);
      if (!outcome.ok) return outcome;
      people.push(...outcome.followers);
      ({ next } = outcome);
    }
    return { ok: true, people, more: next !== null };
  }, [client, machine, pages]);
  const { value, failed, reload } = useFetched(ask);
  return {
    people: value?.people ?? [],
    more: value?.more ?? false,
    failed,
    reload,
    showMore: () => setPages(pages + 1),
  };
}
