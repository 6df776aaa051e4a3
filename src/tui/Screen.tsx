import { Box, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react';
import { complete } from './completion.ts';
import { type Editor, edits, emptyEditor, insert, submitted, withText } from './editor.ts';
import { InputLine, inputHeight } from './InputLine.tsx';
import { type Act, actOf, actsIn } from './keys.ts';
import { Pane } from './Pane.tsx';
import { nextActivity, placesNamed } from './places.ts';
import { type Stop, inSight, linesOf, moved, rowsOf } from './rows.ts';
import type { Session, Shown } from './session.ts';
import { StatusLine } from './StatusLine.tsx';
import { Switcher } from './Switcher.tsx';
import { words } from './words.ts';

export interface ScreenProps {
  readonly session: Session;
  readonly server: string;
  /** Typed already, for whoever only has to press Enter. */
  readonly typed: string;
  readonly colour: boolean;
  /** Lets the person write the text elsewhere. */
  readonly writeElsewhere: (text: string) => Promise<string>;
}

const STATUS = 1;

export function Screen({ session, server, typed, colour, writeElsewhere }: ScreenProps) {
  const shown = useSyncExternalStore(session.subscribe, session.shown);
  const { columns, rows: height } = useWindowSize();
  const { exit, suspendTerminal } = useApp();
  const [editor, setEditor] = useState<Editor>(() => withText(emptyEditor, typed));
  // Several keys may come at once: each goes on from what the one before has left.
  const now = useRef(editor);
  const edit = (change: (editor: Editor) => Editor) => {
    now.current = change(now.current);
    setEditor(now.current);
  };
  const [choices, setChoices] = useState<readonly string[]>([]);
  const [switching, setSwitching] = useState(false);
  const [stop, setStop] = useState<Stop>(null);

  useEffect(() => {
    if (shown.over) exit();
  }, [shown.over, exit]);

  const { view, notes, name, places, asking } = shown;
  const rows = useMemo(() => rowsOf(linesOf(view, notes, name ?? ''), columns), [view, notes, name, columns]);
  const prompt = switching ? words.switcher : promptOf(shown);
  const paneHeight = Math.max(1, height - STATUS - inputHeight(prompt, editor.text, columns));

  const open = (conversation: string | undefined) => {
    if (conversation !== undefined) session.open(conversation);
    setStop(null);
  };

  const submit = () => {
    const { text } = now.current;
    edit((before) => (switching || asking ? withText(before, '') : submitted(before)));
    if (!switching) {
      setStop(null);
      return session.submit(text);
    }
    setSwitching(false);
    open(placesNamed(places, text)[0]?.conversation);
  };

  const scroll = (by: number) => {
    const { stop: next, atTop } = moved(rows, stop, paneHeight, by);
    setStop(next);
    if (atTop) session.older();
  };

  const elsewhere = async () => {
    let { text } = now.current;
    try {
      await suspendTerminal(async () => {
        text = await writeElsewhere(text);
      });
      edit((before) => withText(before, text));
    } catch (error) {
      session.note(words.noEditor((error as Error).message));
    }
  };

  const doAct = (act: Act) => {
    setChoices([]);
    if ('type' in act) return edit((before) => insert(before, act.type));
    if ('edit' in act) return edit(edits[act.edit]);
    if ('go' in act) return open(places[act.go - 1]?.conversation);
    switch (act.act) {
      case 'submit':
        return submit();
      case 'newline':
        return edit((before) => insert(before, '\n'));
      case 'complete':
        return completeNow();
      case 'switcher':
        return name !== null && !asking && setSwitching(true);
      case 'nextActivity':
        return open(nextActivity(places, view?.conversation ?? null)?.conversation);
      case 'pageUp':
        return scroll(1 - paneHeight);
      case 'pageDown':
        return scroll(paneHeight - 1);
      case 'redraw':
        return setStop(null);
      case 'editor':
        return void elsewhere();
      case 'escape':
        if (switching) return setSwitching(false);
        return session.giveUp();
      case 'leave':
        return void session.leave();
    }
  };

  const completeNow = () => {
    if (asking || switching) return;
    const completion = complete(now.current, namesIn(shown));
    edit(() => completion.editor);
    setChoices(completion.choices);
  };

  useInput((input, key) => {
    const act = actOf(input, key, now.current.text === '');
    if (act) for (const each of 'type' in act ? actsIn(act.type) : [act]) doAct(each);
  });
  usePaste((text) => edit((before) => insert(before, text.replaceAll(/\r\n?/g, '\n'))));

  const sight = inSight(rows, stop, paneHeight);
  return (
    <Box flexDirection="column" width={columns} height={height}>
      {switching ? (
        <Switcher places={placesNamed(places, editor.text)} height={paneHeight} />
      ) : (
        <Pane rows={sight.rows} height={paneHeight} colour={colour} />
      )}
      <StatusLine shown={shown} server={server} below={sight.below} choices={choices} columns={columns} />
      <InputLine
        prompt={prompt}
        text={editor.text}
        cursor={editor.cursor}
        unseen={!switching && (asking?.unseen ?? false)}
        columns={columns}
        top={paneHeight + STATUS}
      />
    </Box>
  );
}

function promptOf({ asking, view, name }: Shown): string {
  if (asking) return asking.prompt;
  if (name === null) return '> ';
  return view === null ? '> ' : `${view.room ?? `@${view.with.username}`}> `;
}

function namesIn({ places, view, name }: Shown): string[] {
  const here = view?.items.map(({ author }) => author.username) ?? [];
  return [...places.map((place) => place.name), ...here].filter((one) => one !== name);
}
