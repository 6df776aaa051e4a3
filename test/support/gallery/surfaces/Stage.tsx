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

/** So long something may take to be there; so long all has to stay as it is, and longer where something is wrong, frames. */
const PATIENCE = 900;
const STILL = 4;
const STILL_WRONG = 124;

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
    const faults = await atRest(surface, texts);
    shown = null;
    draw();
    return faults.map((fault) => `${name} ${fault}`);
  },
};

/** What is wrong once all copies of the surface stand still. */
async function atRest(surface: Surface, texts: readonly string[]): Promise<string[]> {
  let before = '';
  let faults = ['does not show what others say'];
  for (let frame = 0, still = 0; frame < PATIENCE && still < STILL_WRONG; frame += 1) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    const copies = copiesNow();
    const now = outlineOf(copies.flat());
    still = now === before && isThere(copies[0] ?? []) ? still + 1 : 0;
    before = now;
    // Not all that is asked for may have come: it is looked at again.
    if (still === 0 || still % STILL !== 0) continue;
    faults = faultsIn(surface, texts, copies);
    if (faults.length === 0) return [];
  }
  return faults;
}

function faultsIn(surface: Surface, texts: readonly string[], [harmless = [], ...others]: Element[][]): string[] {
  return texts.flatMap((text, index) => {
    const fault = faultOf(surface, text, others[index] ?? [], harmless);
    return fault === null ? [] : [`with ${text}: ${fault}`];
  });
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
