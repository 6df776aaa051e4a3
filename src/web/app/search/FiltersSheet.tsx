import { useState, type ComponentProps } from 'react';
import type { SearchFilter, SearchQuery } from '../../../client/search/query.ts';
import form from '../gate/Form.module.css';
import { Button } from '../ui/Button.tsx';
import { Field } from '../ui/Field.tsx';
import { Sheet, SheetActions } from '../ui/Sheet.tsx';
import { t, type WordId } from '../words/words.ts';
import { setFilters } from './typed.ts';

const fields: readonly (readonly [SearchFilter, WordId, ComponentProps<'input'>['type']])[] = [
  ['from', 'searchFrom', 'text'],
  ['in', 'searchIn', 'text'],
  ['after', 'searchAfter', 'date'],
  ['before', 'searchBefore', 'date'],
];

/** What can be typed as `from:amara in:garden after:2026-01-31`, in fields. */
export function FiltersSheet({ filters, onClose }: { filters: SearchQuery; onClose: () => void }) {
  const [chosen, setChosen] = useState<Partial<Record<SearchFilter, string>>>({});
  return (
    <Sheet title={t('searchFilters')} onClose={onClose}>
      <form
        className={form.form}
        onSubmit={(event) => {
          event.preventDefault();
          const entries = fields.map(([name]) => [name, (chosen[name] ?? filters[name] ?? '').trim() || null] as const);
          setFilters(Object.fromEntries(entries));
          onClose();
        }}
      >
        {fields.map(([name, label, kind]) => (
          <Field
            key={name}
            label={t(label)}
            name={name}
            type={kind}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={chosen[name] ?? filters[name] ?? ''}
            onChange={(event) => setChosen({ ...chosen, [name]: event.target.value })}
          />
        ))}
        <SheetActions>
          <Button type="submit">{t('searchApply')}</Button>
        </SheetActions>
      </form>
    </Sheet>
  );
}
