import type { SuspendTerminal } from 'ink';
import { complete } from './completion.ts';
import { edits, insert, submitted, withText } from './editor.ts';
import type { Act } from './keys.ts';
import { nextActivity, placesNamed } from './places.ts';
import type { Session, Shown } from './session.ts';
import type { useEditor } from './useEditor.ts';
import type { useScroll } from './useScroll.ts';
import { words } from './words.ts';

/** What keys have hold of. */
export interface Hands {
  readonly session: Session;
  readonly shown: Shown;
  readonly typing: ReturnType<typeof useEditor>;
  readonly sight: ReturnType<typeof useScroll>;
  readonly paneHeight: number;
  /** Whether the person is choosing where to go, at this moment. */
  readonly switching: () => boolean;
  readonly setSwitching: (switching: boolean) => void;
  readonly setChoices: (choices: readonly string[]) => void;
  readonly suspendTerminal: SuspendTerminal;
  readonly writeElsewhere: (text: string) => Promise<string>;
}

/** Does what a key asks for. */
export function perform(act: Act, hands: Hands): void {
  const { session, shown, typing, sight, paneHeight, switching } = hands;
  hands.setChoices([]);
  if ('type' in act) return typing.edit((before) => insert(before, act.type));
  if ('edit' in act) return typing.edit(edits[act.edit]);
  if ('go' in act) return open(hands, shown.places[act.go - 1]?.conversation);
  switch (act.act) {
    case 'submit':
      return switching() ? choose(hands) : submit(hands);
    case 'newline':
      return typing.edit((before) => insert(before, '\n'));
    case 'complete':
      return completeLine(hands);
    case 'switcher':
      if (shown.name !== null && !shown.asking) hands.setSwitching(true);
      return undefined;
    case 'nextActivity':
      return open(hands, nextActivity(shown.places, shown.view?.conversation ?? null)?.conversation);
    case 'pageUp':
      return sight.scroll(1 - paneHeight);
    case 'pageDown':
      return sight.scroll(paneHeight - 1);
    case 'redraw':
      return sight.toEnd();
    case 'editor':
      return void elsewhere(hands);
    case 'escape':
      return switching() ? hands.setSwitching(false) : session.giveUp();
    case 'leave':
      return void session.leave();
  }
}

function submit({ session, shown, typing, sight }: Hands): void {
  const { text } = typing.now();
  typing.edit((before) => (shown.asking ? withText(before, '') : submitted(before)));
  sight.toEnd();
  session.submit(text);
}

function choose(hands: Hands): void {
  const { text } = hands.typing.now();
  hands.typing.edit((before) => withText(before, ''));
  hands.setSwitching(false);
  open(hands, placesNamed(hands.shown.places, text)[0]?.conversation);
}

function open({ session, sight }: Hands, conversation: string | undefined): void {
  if (conversation !== undefined) session.open(conversation);
  sight.toEnd();
}

function completeLine({ shown, switching, typing, setChoices }: Hands): void {
  if (shown.asking || switching()) return;
  const { editor, choices } = complete(typing.now(), namesIn(shown));
  typing.edit(() => editor);
  setChoices(choices);
}

function namesIn({ places, view, name }: Shown): string[] {
  const here = view?.items.map(({ author }) => author.username) ?? [];
  return [...places.map((place) => place.name), ...here].filter((one) => one !== name);
}

async function elsewhere({ session, typing, suspendTerminal, writeElsewhere }: Hands): Promise<void> {
  let { text } = typing.now();
  try {
    await suspendTerminal(async () => {
      text = await writeElsewhere(text);
    });
    typing.edit((before) => withText(before, text));
  } catch (error) {
    session.note(words.noEditor((error as Error).message));
  }
}
