// What `--import` of this makes of the command, built or not: it stretches passwords as `quickStretching.ts` has the tests'
// own devices do, so that both log in to the same accounts. Nothing else of it is another.
import { registerHooks } from 'node:module';
import { quickCost } from './quickCost.mjs';

const inEarnest = /(?<=\bSTRETCHING = )(['"`])memory-constrained\1/;

registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    const bytes = loaded.source;
    if (
      !(bytes instanceof Uint8Array) ||
      !Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes('memory-c')
    )
      return loaded;
    const source = new TextDecoder().decode(bytes).replace(inEarnest, JSON.stringify(quickCost));
    return { ...loaded, source };
  },
});
