import { expect, test } from 'vitest';
import { DeviceLabel, DisplayName } from './ids.ts';

test.each([DisplayName, DeviceLabel])(
  '[001.15] a pile of marks is no name, and is refused before it is put in order',
  (schema) => {
    const start = performance.now();
    expect(schema.safeParse(`a${'\u0301\u0316'.repeat(200_000)}`).success).toBe(false);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(schema.parse(`a${'\u0301'.repeat(30)}`).normalize('NFD')).toBe(`a${'\u0301'.repeat(30)}`);
  },
);
