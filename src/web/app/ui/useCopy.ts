import { useEffect, useState } from 'react';

const SHOWN = 2_000;

/** Copies text, and says so for a moment. */
export function useCopy(): { copied: boolean; copy: (text: string) => Promise<void> } {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), SHOWN);
    return () => clearTimeout(timer);
  }, [copied]);
  return {
    copied,
    async copy(text) {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    },
  };
}
