import { useState } from 'react';

export interface Fields<Name extends string> {
  readonly values: Readonly<Record<Name, string>>;
  readonly errors: Readonly<Partial<Record<Name, string | null>>>;
  /** Changing a field takes back what was said about it. */
  readonly set: (name: Name) => (value: string) => void;
  /** Says what is wrong at each field; answers whether nothing is. */
  readonly report: (errors: Partial<Record<Name, string | null>>) => boolean;
}

export function useFields<Name extends string>(initial: Record<Name, string>): Fields<Name> {
  const [values, setValues] = useState(initial);
  const [errors, setErrors] = useState<Partial<Record<Name, string | null>>>(
    {} as Partial<Record<Name, string | null>>,
  );
  return {
    values,
    errors,
    set: (name) => (value) => {
      setValues((before) => ({ ...before, [name]: value }));
      setErrors((before) => ({ ...before, [name]: null }));
    },
    report(found) {
      setErrors(found);
      return Object.values(found).every((error) => !error);
    },
  };
}
