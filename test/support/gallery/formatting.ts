import type { Item, PersonView } from '../../../src/client/api.ts';
import { people } from './people.ts';

const MINUTE = 60_000;

const said: readonly (readonly [who: 'me' | 'them', text: string])[] = [
  ['them', 'The **harvest** is on *Friday*, ~~Saturday~~. Bring `gloves`, see https://example.org/harvest/2026'],
  ['me', 'I am **in**, with *two* baskets. The `list` is at https://example.org/lists/baskets?year=2026'],
  [
    'them',
    'What we need:\n- baskets, the big ones\n- rope\n  (ten metres at least)\n- food\n  1. bread\n  2. cheese\nAnything else?',
  ],
  ['me', '> Anything else?\n> Or are we done?\nWater. Two crates of it:\n1. still\n2. sparkling'],
  [
    'them',
    'This is how the pump is started:\n```sh\nssh pump@cellar.example.org "systemctl start pump && journalctl --follow --unit pump --since today"\nif pump --status | grep -q ok; then\n\techo "it runs"\nfi\n```\nRead it before you press Enter.',
  ],
  [
    'me',
    '```\nconst total = baskets * 12; // apples in each\nconsole.log(`${total} apples, and then some more in the old barn beside the mill`);\n```',
  ],
  ['them', 'As it was typed: my_file_name, 2*3*4, *.log, C:\\*\\notes, :*'],
  ['me', '👍🍎'],
  [
    'them',
    `**The old orchard, chapter one**\n\n${'It had been raining since the morning, and nobody came. '.repeat(120)}`,
  ],
  ['me', 'On **Friday** then, *early*!'],
];

/** A talk with every kind of formatting. */
export function formattedItems(other: PersonView): Item[] {
  return said.map(([who, text], index) => ({
    key: `formatted-${index}`,
    seq: index + 1,
    mine: who === 'me',
    author: who === 'me' ? people.amara : other,
    at: Date.now() - (said.length - index) * MINUTE,
    state: who === 'me' ? 'read' : 'received',
    failure: null,
    body: { type: 'text', text, edited: false },
    reply: null,
    reactions: [],
    blocked: false,
    progress: null,
    gapBefore: false,
  }));
}
