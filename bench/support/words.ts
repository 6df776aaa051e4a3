const SYLLABLES = 'ba be di do fu ga hi ka ke la lo mi mo na ne pa ra ri sa se ti to ur va'.split(' ');
const MANY = 20_000;
const SAID = 12;

function wordOf(number: number): string {
  const syllables = [number % 24, Math.floor(number / 24) % 24, Math.floor(number / 576) % 24];
  return syllables.map((each) => SYLLABLES[each] ?? '').join('');
}

/** Made up, and the same in each run. */
export const words: readonly string[] = Array.from({ length: MANY }, (_, index) => wordOf(index * 7919));

/** What the message with that number says: a dozen words, some of them far more often than others. */
export function textOf(number: number): string {
  const said = Array.from({ length: SAID }, (_, each) => {
    const dice = (Math.imul(number * SAID + each, 2_654_435_761) >>> 0) / 2 ** 32;
    return words[Math.floor(MANY * dice ** 3)] ?? '';
  });
  return said.join(' ');
}
