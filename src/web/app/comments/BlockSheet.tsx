import { useState } from 'react';
import type { Block, ReviewedComment } from '../../../protocol/api/threads.ts';
import { useClient } from '../session/client.ts';
import { useCall } from '../session/useCall.ts';
import { Button } from '../ui/Button.tsx';
import { Checkbox } from '../ui/Choice.tsx';
import { FieldError } from '../ui/Field.tsx';
import { Sheet, SheetActions, SheetText } from '../ui/Sheet.tsx';
import { failureWords } from '../words/failures.ts';
import { t } from '../words/words.ts';
import { fullNameOf } from './CommentCard.tsx';

interface BlockSheetProps {
  comment: ReviewedComment;
  onClose: () => void;
  onBlocked: () => void;
}

/** What of a comment's author is to be blocked. */
export function BlockSheet({ comment, onClose, onBlocked }: BlockSheetProps) {
  const client = useClient();
  const call = useCall();
  const offered = offeredOf(comment);
  const [picked, setPicked] = useState<ReadonlySet<number>>(new Set([0]));
  const pick = (index: number, on: boolean): void => {
    setPicked((before) => new Set(on ? [...before, index] : [...before].filter((other) => other !== index)));
  };
  const block = async (): Promise<void> => {
    const outcome = await call.run(async () => {
      for (const [index, each] of offered.entries()) {
        const answer = picked.has(index) ? await client.addBlock(each.block) : ({ ok: true } as const);
        if (!answer.ok) return answer;
      }
      return { ok: true } as const;
    });
    if (outcome?.ok) onBlocked();
  };
  return (
    <Sheet title={t('blockAuthorTitle', { name: fullNameOf(comment) })} asks onClose={onClose}>
      <SheetText>{t('blockAuthorText')}</SheetText>
      <div>
        {offered.map(({ words }, index) => (
          <Checkbox key={words} checked={picked.has(index)} onChange={(on) => pick(index, on)}>
            {words}
          </Checkbox>
        ))}
      </div>
      {call.failed && <FieldError>{failureWords(call.failed)}</FieldError>}
      <SheetActions>
        <Button look="quiet" onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button look="danger" busy={call.busy} autoFocus onClick={() => void block()}>
          {t('block')}
        </Button>
      </SheetActions>
    </Sheet>
  );
}

function offeredOf({ email, address }: ReviewedComment): { block: Block; words: string }[] {
  const domain = email.slice(email.lastIndexOf('@'));
  return [
    { block: { kind: 'email', value: email }, words: t('blockEmail', { value: email }) },
    { block: { kind: 'email', value: domain }, words: t('blockDomain', { value: domain }) },
    ...(address === null
      ? []
      : [{ block: { kind: 'address', value: address } as const, words: t('blockAddress', { value: address }) }]),
  ];
}
