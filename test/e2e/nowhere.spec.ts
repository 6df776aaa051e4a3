import { expect, test } from '@playwright/test';
import { expectSound } from './support/looks.ts';
import { createAccount, profile } from './support/people.ts';
import { type RunningServer, runServer } from './support/quickServer.ts';

// Addresses that lead to nothing, on a phone, where one pane is all there is: it is said, with a way back.

let server: RunningServer;
test.beforeAll(async () => {
  server = await runServer();
});
test.afterAll(() => server.close());

const nowhere = [
  ['/c/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', 'This conversation is not on this device', 'Inbox'],
  ['/rooms/nowhere', 'You are not in a room of that name', 'Rooms'],
  ['/streams/nowhere', 'There is no such stream for you', 'Streams'],
  ['/settings/nowhere', 'There is nothing here', 'Inbox'],
] as const;

test('an address that leads nowhere says so on a phone and leads back, also without the server', async ({
  browser,
}) => {
  const page = await profile(browser, server.origin, { viewport: { width: 390, height: 844 } });
  await createAccount(page, 'phoebe');
  const look = async (go: (address: string) => Promise<unknown>, after: () => Promise<void>): Promise<void> => {
    for (const [address, said, back] of nowhere) {
      await go(address);
      await expect(page.getByRole('heading', { name: said })).toBeVisible();
      await after();
      await page
        .getByRole('main')
        .getByRole('link', { name: /^Back to the/ })
        .click();
      await expect(page.getByRole('heading', { name: back, exact: true })).toBeVisible();
    }
  };
  const phone = { width: 390, height: 844 };
  const sound = () => expectSound(page, 'nowhere').then(() => page.setViewportSize(phone));
  await look((address) => page.goto(address), sound);
  await server.kill('SIGTERM');
  await expect(page.getByText('You are offline.')).toBeVisible();
  const follow = (address: string) =>
    page.evaluate((path) => {
      history.pushState(null, '', path);
    }, address);
  await look(follow, async () => undefined);
});
