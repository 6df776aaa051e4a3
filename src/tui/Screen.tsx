import { Box, useApp, useInput, usePaste, useWindowSize } from 'ink';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { insert } from './editor.ts';
import { type Hands, perform } from './hands.ts';
import { InputLine, inputHeight } from './InputLine.tsx';
import { actOf, actsIn } from './keys.ts';
import { Pane } from './Pane.tsx';
import { placesNamed } from './places.ts';
import { QrCode, qrCodeIn } from './QrCode.tsx';
import { linesOf, rowsOf } from './rows.ts';
import type { Session, Shown } from './session.ts';
import { StatusLine } from './StatusLine.tsx';
import { Switcher } from './Switcher.tsx';
import { useEditor } from './useEditor.ts';
import { useNewest } from './useNewest.ts';
import { useScroll } from './useScroll.ts';
import { words } from './words.ts';

export interface ScreenProps {
  readonly session: Session;
  readonly server: string;
  /** Typed already, for whoever only has to press Enter. */
  readonly typed: string;
  readonly colour: boolean;
  /** Whether the terminal can show a QR code. */
  readonly blocks: boolean;
  /** Lets the person write the text elsewhere. */
  readonly writeElsewhere: (text: string) => Promise<string>;
}

const STATUS = 1;

export function Screen(props: ScreenProps) {
  const { session, server, colour, blocks } = props;
  const shown = useSyncExternalStore(session.subscribe, session.shown);
  const { columns, rows: height } = useWindowSize();
  const typing = useEditor(props.typed);
  const [choices, setChoices] = useState<readonly string[]>([]);
  const [switching, isSwitching, setSwitching] = useNewest(false);
  const { view, notes, name, places, asking, qr } = shown;
  const { text, cursor } = typing.editor;
  const rows = useMemo(() => rowsOf(linesOf(view, notes, name ?? ''), columns), [view, notes, name, columns]);
  const prompt = switching ? words.switcher : promptOf(shown);
  const room = Math.max(1, height - STATUS - inputHeight(prompt, text, columns));
  const code = useMemo(() => (qr !== null && blocks ? qrCodeIn(qr, columns, room) : []), [qr, blocks, columns, room]);
  const paneHeight = Math.max(1, room - code.length);
  const sight = useScroll(rows, paneHeight, () => session.older());
  const { exit, suspendTerminal } = useApp();

  useEffect(() => {
    if (sight.isAtEnd && view?.newer === true) session.latest();
  }, [sight.isAtEnd, view, session]);
  useEffect(() => {
    if (shown.over) exit();
  }, [shown.over, exit]);

  const hands: Hands = {
    ...props,
    shown,
    typing,
    sight,
    paneHeight,
    switching: isSwitching,
    setSwitching,
    setChoices,
    suspendTerminal,
  };
  useInput((input, key) => {
    const act = actOf(input, key, typing.now().text === '');
    if (act) for (const each of 'type' in act ? actsIn(act.type) : [act]) perform(each, hands);
  });
  usePaste((pasted) => typing.edit((before) => insert(before, pasted.replaceAll(/\r\n?/g, '\n'))));

  return (
    <Box flexDirection="column" width={columns} height={height}>
      {switching ? (
        <Switcher places={placesNamed(places, text)} height={paneHeight} />
      ) : (
        <Pane rows={sight.rows} height={paneHeight} colour={colour} />
      )}
      <QrCode rows={code} colour={colour} />
      <StatusLine shown={shown} server={server} below={sight.below} choices={choices} columns={columns} />
      <InputLine
        prompt={prompt}
        text={text}
        cursor={cursor}
        unseen={!switching && (asking?.unseen ?? false)}
        columns={columns}
        top={room + STATUS}
      />
    </Box>
  );
}

function promptOf({ asking, view, name }: Shown): string {
  if (asking) return asking.prompt;
  if (name === null) return '> ';
  return view === null ? '> ' : `${view.room ?? `@${view.with.username}`}> `;
}
