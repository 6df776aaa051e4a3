import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { useCopy } from './useCopy.ts';

interface CopyButtonProps {
  look?: 'primary' | 'quiet';
  autoFocus?: boolean;
  text: string;
  words: string;
  /** Once it is copied; heard, too. */
  done: string;
}

export function CopyButton({ text, words, done, ...button }: CopyButtonProps) {
  const { copied, copy } = useCopy();
  return (
    <>
      <Button {...button} onClick={() => void copy(text)}>
        <Icon name={copied ? 'check' : 'copy'} size={16} />
        {copied ? done : words}
      </Button>
      <span className="unseen" role="status">
        {copied ? done : ''}
      </span>
    </>
  );
}
