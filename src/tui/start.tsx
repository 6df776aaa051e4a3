import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { render } from 'ink';
import { oneLine } from '../protocol/oneLine.ts';
import { hasBlocks } from './qrRows.ts';
import { Screen } from './Screen.tsx';
import type { Session } from './session.ts';
import { words } from './words.ts';

export interface ScreenOptions {
  readonly session: Session;
  readonly server: string;
  readonly typed: string;
  readonly env: NodeJS.ProcessEnv;
  /** Where drafts lie while they are written elsewhere: this person's own. */
  readonly folder: string;
}

/** Shows the screen until its person leaves. However that ends, the terminal is as it was. */
export async function startScreen({ session, server, typed, env, folder }: ScreenOptions): Promise<void> {
  const screen = render(
    <Screen
      session={session}
      server={server}
      typed={typed}
      colour={!env['NO_COLOR']}
      blocks={hasBlocks(env)}
      writeElsewhere={(text) => editedWith(env['VISUAL'] || env['EDITOR'] || 'vi', text, folder)}
    />,
    { alternateScreen: true, exitOnCtrlC: false, interactive: true, incrementalRendering: true },
  );
  const crashed = (error: unknown) => {
    screen.unmount();
    process.stderr.write(`waxwing: ${oneLine(words.crashed((error as Error)?.message ?? String(error)))}\n`);
    process.exit(1);
  };
  process.once('uncaughtException', crashed);
  process.once('unhandledRejection', crashed);
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.once(signal, () => void session.leave());
  await screen.waitUntilExit();
}

/** The text as somebody has left it in an editor. The file is for this person alone, and gone afterwards. */
async function editedWith(editor: string, text: string, within: string): Promise<string> {
  const folder = mkdtempSync(path.join(within, 'draft-'));
  try {
    const file = path.join(folder, 'message.txt');
    writeFileSync(file, text, { mode: 0o600 });
    const [command = 'vi', ...args] = editor.split(' ');
    const child = spawn(command, [...args, file], { stdio: 'inherit' });
    const [status] = (await once(child, 'exit')) as [number | null];
    if (status !== 0) throw new Error(`${command} ended with ${status}`);
    return readFileSync(file, 'utf8').replace(/\n$/, '');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
