import { expect, test } from 'vitest';
import { addTerms, beginningsOf, piecesOf } from './folding.ts';
import { askedIn } from './query.ts';

/** Whether what is asked finds the text, as the index does. */
function finds(text: string, asked: string): boolean {
  const terms = new Set<string>();
  addTerms(terms, text);
  return beginningsOf(askedIn(asked)).every((beginning) => [...terms].some((term) => term.startsWith(beginning)));
}

test.each([
  ['The orchard in the rain', 'orch'],
  ['The orchard in the rain', 'RAIN orchard'],
  ['Écoute: un café à Besançon', 'cafe besancon ecoute'],
  ['a cafe', 'café'],
  ['decomposed: cafe\u0301', 'café'],
  ['Die Straße ist gesperrt', 'STRASSE'],
  ['Grüße aus Köln', 'grusse koln'],
  ['Iğdır ve İstanbul, ışık', 'istanbul igdir isik'],
  ['istanbul', 'İSTANBUL'],
  ['Øresund, Łódź, Þór', 'oresund lodz thor'],
  ['ΟΔΟΣ και οδός', 'οδος'],
  ['Ёлка', 'елка'],
  ['東京都に住んでいます', '東京'],
  ['東京都に住んでいます', '京都'],
  ['東京都に住んでいます', '住'],
  ['我们明天在北京见面', '北京见'],
  ['한국어 안녕하세요', '한'],
  ['한국어 안녕하세요', '하'],
  ['สวัสดีครับ', 'ครับ'],
  ['नमस्ते दुनिया', 'दुनि'],
  ['مُحَمَّد', 'محمد'],
  ['שָׁלוֹם', 'שלום'],
  ['mail to amara@example.org, please', 'amara@example'],
  ['see https://example.org/a/path', 'example.org path'],
  ['room 4711 at 10:30', '47 10:3'],
  ['done 🎉!', '🎉'],
  ['ﬁle', 'file'],
  ['__proto__ and constructor', 'constructor __proto__'],
])('%j is found by %j', (text, asked) => {
  expect(finds(text, asked)).toBe(true);
});

test.each([
  ['The orchard in the rain', 'rchard'],
  ['The orchard in the rain', 'orchard snow'],
  ['東京都', '京東'],
  ['かき', 'がき'],
  ['कि', 'का'],
  ['plain', '__proto__'],
  ['plain', 'constructor'],
  ['plain', '.*'.concat('x')],
])('%j is not found by %j', (text, asked) => {
  expect(finds(text, asked)).toBe(false);
});

test('a beginning that another has in it is not asked for twice', () => {
  expect(beginningsOf(askedIn('r rain ra orch'))).toEqual(['rain', 'orch']);
});

test('a long text comes in pieces that end between words, and nothing of it is lost', () => {
  const text = Array.from({ length: 9000 }, (_, index) => `word${index}`).join(' ');
  const pieces = [...piecesOf(text)];
  expect(pieces.length).toBeGreaterThan(3);
  expect(pieces.join('')).toBe(text);
  expect(pieces.every((piece, index) => piece.endsWith(' ') || index === pieces.length - 1)).toBe(true);
  expect([...piecesOf('x'.repeat(40_000))].join('')).toBe('x'.repeat(40_000));
});

/** As long as one that Unicode would put in order in the square of its length: in half a second and more. */
const PILES = ['\u0301'.repeat(15), '\u0323'.repeat(14), '\uFF9E'].join('').repeat(540);

test('[001.15] a pile of marks costs no more than other words', () => {
  const began = performance.now();
  expect(finds(`Cafe${PILES} and rain`, 'cafe rain')).toBe(true);
  expect(performance.now() - began).toBeLessThan(300);
});
