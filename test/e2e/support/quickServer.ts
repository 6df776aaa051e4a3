import { type RunningServer, runServer as runCommand } from '../../support/command.ts';
import { quickProgram } from './quickBuild.ts';

export type { RunningServer };

/** The server as the command starts it, with pages that stretch passwords for next to nothing. */
export const runServer: typeof runCommand = (options) => runCommand({ program: quickProgram(), ...options });
