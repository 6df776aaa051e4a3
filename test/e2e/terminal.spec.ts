import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Page, expect, test } from '@playwright/test';
import { builtProgram, nodeOptions } from '../support/command.ts';
import { type TestServer, bootServer } from '../support/server.ts';
import { Terminals, type Window, hasTmux, registerIn, told } from '../support/tmux.ts';
import { conversations, createAccount, logIn, messages, profile, send } from './support/people.ts';
import { Recording } from './support/recording.ts';

// Two terminals, a browser beside them, and one of the two accounts open in both: what `waxwing chat` and the web app are
// to each other. With WAXWING_PICTURES=1 the session is written down, as docs/pictures/terminal.txt, with a picture of the page.

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(path.join(tmpdir(), 'waxwing-beside-'));
const SIZE = [92, 11] as const;

let server: TestServer;
let terminals: Terminals;
test.beforeAll(async () => {
  if (builtProgram === null) throw new Error('the command has to be built first: npm run build');
  server = await bootServer({ pages: `${root}dist/web`, flags: { 'tls-port': '0' } });
  terminals = new Terminals(folder, builtProgram, server.origin, nodeOptions);
});
test.afterAll(async () => {
  terminals.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const recording = new Recording([
  'A session with two terminals and a browser, written down by test/e2e/terminal.spec.ts: what was typed, and the screens',
  'as they stood when it had come. Sam and Erik use `waxwing chat`, Nora the web app; later Sam has the web app open, too.',
]);

async function openLobby(page: Page): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Rooms' }).click();
  await page.getByRole('list', { name: 'Rooms', exact: true }).getByRole('link', { name: /lobby/ }).click();
}

async function open(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
  await conversations(page).getByText(name).click();
}

const unread = (page: Page, name: string) =>
  conversations(page).getByRole('link', { name: new RegExp(`${name}.*unread`) });
const stateOf = (page: Page, text: string, state: string) =>
  messages(page).getByRole('article').filter({ hasText: text }).last().getByText(state, { exact: true });

test('[001.1] [001.2] [001.3] [001.4] [001.5] [001.6] two terminals and a browser, and one account in both', async ({
  browser,
}) => {
  if (!hasTmux()) return;
  test.setTimeout(180_000);
  const chat = (name: string) => terminals.chat(name, { size: SIZE });
  const [sam, erik] = [chat('sam'), chat('erik')];
  const nora = await profile(browser, server.origin);

  recording.tells('/register');
  await registerIn(sam, 'sam');
  await recording.shows(sam, 'lobby · not encrypted · online');
  await erik.shows('/login NAME logs in');
  recording.type(erik, '/register sam');
  await erik.shows('New password');
  erik.press('Enter');
  await recording.shows(erik, 'error: user already exists');
  await registerIn(erik, 'erik');
  await createAccount(nora, 'nora');
  await openLobby(nora);

  recording.tells('Everybody hears what is said in the lobby, Nora in her browser too');
  recording.type(sam, '/users');
  await sam.shows(/^erik nora sam$/m);
  recording.type(sam, 'this is a message');
  await recording.shows(sam, told('sam: this is a message'));
  await erik.shows(told('sam: this is a message'));
  await expect(messages(nora).getByText('this is a message', { exact: true })).toBeVisible();
  await send(nora, 'the browser hears you');
  await sam.shows(told('nora: the browser hears you'));
  await recording.shows(erik, told('nora: the browser hears you'));

  await privately(sam, erik, nora);
  const own = await profile(browser, server.origin);
  await inBothAtOnce(own, sam, erik, nora);
  await awayAndBack(sam, erik, chat);
  await wrongOnes(sam, chat);

  const image = await own.screenshot({ animations: 'disabled', caret: 'hide' });
  expect(image.length).toBeGreaterThan(10_000);
  if (!process.env['WAXWING_PICTURES']) return;
  writeFileSync(`${root}docs/pictures/terminal.png`, image);
  writeFileSync(`${root}docs/pictures/terminal.txt`, recording.text());
});

async function privately(sam: Window, erik: Window, nora: Page): Promise<void> {
  recording.tells('In private: between the terminals, and between a terminal and the browser');
  recording.type(erik, '@sam hey');
  await erik.shows(told('erik: @sam hey'));
  await sam.shows('1 unread (erik)');
  await recording.shows(sam, told('erik: @sam hey'));

  recording.type(sam, '/msg nora');
  await sam.shows('@nora · encrypted · online');
  recording.type(sam, 'are you there?');
  const asked = await recording.shows(sam, told('sam: @nora are you there?'));
  expect(asked).not.toContain('(read)');
  await nora.getByRole('navigation').getByRole('link', { name: 'Inbox' }).click();
  await expect(unread(nora, 'sam')).toBeVisible();
  await open(nora, 'sam');
  await expect(messages(nora).getByText('are you there?', { exact: true })).toBeVisible();
  await recording.shows(sam, told('sam: @nora are you there? (read)'));

  recording.press(sam, 'M-1', 'Alt+1: to the lobby');
  await sam.shows('lobby · not encrypted');
  await send(nora, 'here, in the browser');
  await sam.shows('2 unread (nora erik)');
  await expect(stateOf(nora, 'here, in the browser', 'Read')).toBeHidden();
  recording.press(sam, 'M-a', 'Alt+A: to the next with something unread');
  await recording.shows(sam, told('nora: @sam here, in the browser'));
  await expect(stateOf(nora, 'here, in the browser', 'Read')).toBeVisible();
}

/** Sam logs in in a browser, and goes on there as well as here. */
async function inBothAtOnce(own: Page, sam: Window, erik: Window, nora: Page): Promise<void> {
  recording.tells('Sam logs in in a browser, too: the same account, the same conversations');
  await logIn(own, 'sam');
  await expect(conversations(own).getByText('erik')).toBeVisible();
  await recording.shows(sam, 'Your account has a new device');
  await open(own, 'erik');
  await expect(messages(own).getByText('hey', { exact: true })).toBeVisible();
  await send(own, 'I am in the browser now');
  await recording.shows(erik, told('sam: @erik I am in the browser now'));

  sam.press('M-1');
  await sam.shows('lobby · not encrypted');
  await open(own, 'nora');
  recording.type(erik, '/msg sam');
  await erik.shows('@sam · encrypted');
  recording.type(erik, 'which of the two shall I answer?');
  await recording.shows(sam, '1 unread (erik)');
  await expect(unread(own, 'erik')).toBeVisible();
  await open(own, 'erik');
  await expect(messages(own).getByText('which of the two shall I answer?', { exact: true })).toBeVisible();
  await expect.poll(() => sam.screen()).not.toContain('unread');
  recording.tells('Sam has read that in the browser: nothing is unread in the terminal');
  await recording.shows(sam, 'lobby · not encrypted');
  await erik.shows(told('erik: @sam which of the two shall I answer? (read)'));

  await send(nora, 'and now the other way round');
  await expect(unread(own, 'nora')).toBeVisible();
  await sam.shows('1 unread (nora)');
  recording.press(sam, 'M-a', 'Alt+A');
  await sam.shows(told('nora: @sam and now the other way round'));
  await expect(unread(own, 'nora')).toHaveCount(0);
}

async function awayAndBack(sam: Window, erik: Window, chat: (name: string) => Window): Promise<void> {
  recording.tells('/exit, and what is said to somebody who is away');
  recording.type(erik, '/exit');
  await erik.shows('ended with 0');
  recording.press(sam, 'M-1', 'Alt+1');
  await sam.shows('lobby · not encrypted');
  // Who has gone is online until the server has seen it.
  const asked = (): string => {
    sam.type('/users');
    return sam.screen();
  };
  await expect.poll(asked).toMatch(/^nora sam$/m);
  recording.type(sam, '/users');
  await sam.shows(/^nora sam$/m);
  recording.type(sam, '@erik while you were away');
  await recording.shows(sam, told('sam: @erik while you were away'));
  const again = chat('erik-again');
  await again.shows('> /login erik');
  recording.press(again, 'Enter', 'Enter: /login erik stands there already');
  await again.shows('Authentication Succeeded');
  await recording.shows(again, told('sam: @erik while you were away'));
}

async function wrongOnes(sam: Window, chat: (name: string) => Window): Promise<void> {
  recording.tells('A second log-in on the same machine');
  const second = chat('erik-second');
  await second.shows('> /login erik');
  recording.press(second, 'Enter', 'Enter');
  await recording.shows(second, 'error: user is already logged in');

  const { host } = new URL(server.origin);
  const kept = path.join(terminals.home('sam'), 'waxwing', host.replace(':', '_'));
  const show = ['certificate.pem', 'certificate-key.pem'].map((file) => path.join(kept, 'accounts', 'sam', file));
  const shown = `-cert '${show[0]}' -key '${show[1]}'`;
  const reach = `-CAfile ca.pem -verify_return_error -connect localhost:${server.line?.port}`;
  const mallory = terminals.shell('mallory', `cd '${kept}'; openssl s_client -quiet ${reach} ${shown} 2>errors`, SIZE);
  recording.tells("Somebody with Sam's certificate says, by `openssl s_client` alone, that they are Erik");
  recording.type(mallory, '/users');
  await mallory.shows('error: log in first');
  recording.type(mallory, '/login erik');
  await recording.shows(mallory, /error: invalid credentials[\s\S]*ended with/);
  recording.type(sam, '/users');
  await recording.shows(sam, /^erik nora sam\n lobby/m);
}
