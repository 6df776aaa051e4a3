import type { ThreadPolicy } from '../../../protocol/comments.ts';
import { Select } from '../ui/Select.tsx';
import { t, type WordId } from '../words/words.ts';

const policies = [
  ['open', 'policyOpen'],
  ['approval', 'policyApproval'],
  ['closed', 'policyClosed'],
] as const satisfies readonly (readonly [ThreadPolicy, WordId])[];

interface PolicySelectProps {
  label: string;
  /** Whether the label stands above it. */
  labelled?: boolean;
  policy: ThreadPolicy;
  onChange: (policy: ThreadPolicy) => void;
}

export function PolicySelect({ label, labelled = true, policy, onChange }: PolicySelectProps) {
  return (
    <Select
      label={label}
      labelled={labelled}
      value={policy}
      options={policies.map(([name, words]) => [name, t(words)] as const)}
      onChange={(chosen) => onChange(policies.find(([name]) => name === chosen)?.[0] ?? 'approval')}
    />
  );
}
