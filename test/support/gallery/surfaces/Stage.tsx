import { useSyncExternalStore } from 'react';
import { loadFormatting } from '../../../../src/web/app/formatting/formatting.ts';
import { exportedOf } from './exported.ts';
import { WORD, faultOf, isThere, outlineOf } from './outline.ts';
import type { Surface } from './surface.ts';
import { surfaces } from './surfaces.ts';
import { Within } from './Within.tsx';

/** What is on the stage: one surface, once with a harmless word and once with each of the texts. */
interface Shown {
  readonly surface: Surface;
  readonly texts: readonly string[];
}

/** What a test asks for. */
export interface Stage {
  /** `reads`: not everything that is written is read there, as marks. */
  readonly surfaces: readonly { readonly name: string; readonly reads: boolean }[];
  /** What is wrong with that surface under any of these texts. */
  examine(name: string, texts: readonly string[]): Promise<string[]>;
  exported: typeof exportedOf;
}

/** So long something may take to be there, and so long it has to stay as it is, frames. */
const PATIENCE = 600;
const STILL = 4;

let shown: Shown | null = null;
let draw = (): void => {};

export const stage: Stage = {
  exported: exportedOf,
  surfaces: surfaces.map(({ name, reads }) => ({ name, reads: reads !== undefined })),
  async examine(name, texts) {
    await loadFormatting();
    const surface = surfaces.find((one) => one.name === name);
    if (surface === undefined) throw new Error(`no surface ${name}`);
    shown = { surface, texts: [WORD, ...texts] };
    draw();
    const copies = await rest();
    if (copies === null) return [`${name}: ${WORD} does not show there`];
    const [harmless = [], ...others] = copies;
    const faults = texts.map((text, index) => faultOf(surface, text, others[index] ?? [], harmless));
    shown = null;
    draw();
    return faults.flatMap((fault, index) => (fault === null ? [] : [`${name} with ${texts[index]}: ${fault}`]));
  },
};

/** All copies of the surface once they stand still; null: what others say never came into them. */
async function rest(): Promise<readonly Element[][] | null> {
  let before = '';
  for (let frame = 0, still = 0; frame < PATIENCE; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const copies = copiesNow();
    const now = outlineOf(copies.flat());
    still = now === before && isThere(copies[0] ?? []) ? still + 1 : 0;
    before = now;
    if (still === STILL) return copies;
  }
  return null;
}

/** A sheet stands beside the page, in the order of those that opened one. */
function copiesNow(): Element[][] {
  const sheets = [...document.querySelectorAll('[role=dialog], [role=alertdialog]')];
  return [...document.querySelectorAll('[data-copy]')].map((copy, index) => [copy, ...sheets.slice(index, index + 1)]);
}

/** Where one surface after the other is shown. */
export function StageView() {
  const now = useSyncExternalStore(
    (tell) => {
      draw = tell;
      return () => {};
    },
    () => shown,
  );
  if (now === null) return <main />;
  return (
    <main>
      {now.texts.map((text) => (
        <div key={text} data-copy="">
          <Within text={text} start={now.surface.state}>
            {now.surface.of(text)}
          </Within>
        </div>
      ))}
    </main>
  );
}
