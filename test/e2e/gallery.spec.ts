import { expect, test, type Locator, type Page } from '@playwright/test';
import type { FakeClient } from '../support/fakeClient.ts';
import { serveGallery } from '../support/gallery/serve.ts';
import { COLOURS, cutOff, settled, violations } from './support/looks.ts';
import { pickMore, pressTool } from './support/people.ts';

// Every page and state of the app with a client that only pretends: that none of them breaks the policy that the server
// sends, or what axe knows of accessibility. With WAXWING_PICTURES=1 it keeps a picture of each in test-results/pictures.

const desktop = { width: 1280, height: 800 };
const phone = { width: 390, height: 844 };

interface Shot {
  name: string;
  scene?: string;
  path?: string;
  /** Only with pictures: its kind is checked with another. */
  forLooking?: true;
  /** Brings the page into its state. */
  steps?: (page: Page) => Promise<unknown>;
}

const button = (page: Page | Locator, name: string) => page.getByRole('button', { name, exact: true });
const fill = (page: Page, label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);

/** As if something had come that nobody saw come. */
async function offerNotices(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const opening = indexedDB.open('waxwing-notices', 1);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction('settings', 'readwrite');
      transaction.objectStore('settings').put({ offer: 'open' }, 'notices');
      transaction.oncomplete = () => resolve();
    };
    await promise;
    opening.result.close();
    new BroadcastChannel('waxwing-notices').postMessage(null);
  });
  await button(page, 'No, thanks').waitFor();
}

/** Everything about them is turned on. */
async function turnNoticesOn(page: Page): Promise<void> {
  await page.context().grantPermissions(['notifications']);
  for (const name of ['Notify me on this device', 'Quiet hours']) {
    const toggle = page.getByRole('switch', { name });
    if (!(await toggle.isChecked())) await toggle.click();
  }
  await page.getByLabel('From', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Notifications' }).scrollIntoViewIfNeeded();
  await page.getByLabel('To', { exact: true }).scrollIntoViewIfNeeded();
}

/** Comments are there. */
const reviewed = (page: Page) => page.getByRole('article').first().waitFor();

const shots: Shot[] = [
  { name: 'login', scene: 'out', path: '/' },
  { name: 'login-removed', forLooking: true, scene: 'removed', path: '/' },
  { name: 'login-wrong', scene: 'refusing', path: '/login', steps: logIn },
  { name: 'login-limited', forLooking: true, scene: 'limited', path: '/login', steps: logIn },
  { name: 'register', scene: 'out', path: '/register' },
  { name: 'register-taken', scene: 'refusing', path: '/register', steps: register },
  { name: 'register-weak', scene: 'out', path: '/register', steps: (page) => register(page, 'password123') },
  { name: 'register-closed', forLooking: true, scene: 'closed', path: '/register' },
  { name: 'recovery-code', scene: 'out', path: '/register', steps: register },
  { name: 'recover', scene: 'out', path: '/recover' },
  { name: 'link-new', scene: 'out', path: '/login/device', steps: (page) => page.getByTestId('qr').waitFor() },
  {
    name: 'link-compare',
    scene: 'out',
    path: '/login/device',
    steps: (page) => linking(page, { number: '737183419' }),
  },
  {
    name: 'link-ended',
    scene: 'out',
    path: '/login/device',
    steps: (page) => linking(page, { failure: 'link_spent' }),
  },
  { name: 'setup', scene: 'out', path: '/setup#token' },
  { name: 'reset', forLooking: true, scene: 'out', path: '/reset#token' },
  { name: 'link-incomplete', forLooking: true, scene: 'out', path: '/join' },
  { name: 'elsewhere', scene: 'elsewhere' },
  { name: 'inbox' },
  { name: 'inbox-empty', scene: 'empty' },
  { name: 'inbox-loading', scene: 'loading' },
  {
    name: 'inbox-offline',
    scene: 'offline',
    steps: (page) => page.getByText('You are offline').waitFor(),
  },
  { name: 'inbox-outdated', forLooking: true, scene: 'outdated' },
  { name: 'inbox-alarms', scene: 'alarms' },
  { name: 'inbox-notice-offer', forLooking: true, steps: offerNotices },
  { name: 'search', steps: (page) => searched(page, 'from:bram the') },
  { name: 'search-nothing', forLooking: true, steps: (page) => searched(page, 'unicorn') },
  { name: 'search-filters', steps: (page) => button(page, 'Filters').click() },
  { name: 'new-message', steps: (page) => button(page, 'New message').click() },
  { name: 'new-message-clear', forLooking: true, scene: 'clear', steps: (page) => button(page, 'New message').click() },
  {
    name: 'switcher',
    path: '/c/with-bram',
    steps: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('option').first().waitFor();
    },
  },
  {
    name: 'switcher-new',
    forLooking: true,
    path: '/c/with-bram',
    steps: async (page) => {
      await page.keyboard.press('Control+k');
      await page.getByRole('dialog').getByRole('searchbox').fill('zebra');
    },
  },
  { name: 'keys', forLooking: true, path: '/settings', steps: (page) => button(page, 'Show the keys').click() },
  { name: 'conversation', path: '/c/with-bram' },
  { name: 'conversation-tools', path: '/c/with-bram', steps: (page) => page.getByText('No hurry').last().hover() },
  { name: 'conversation-device', forLooking: true, path: '/c/with-lena' },
  { name: 'conversation-long', path: '/c/with-wei' },
  { name: 'conversation-states', path: '/c/with-ines' },
  {
    name: 'conversation-formatted',
    scene: 'formatted',
    path: '/c/with-bram',
    steps: (page) => page.locator('strong', { hasText: 'Friday' }).waitFor(),
  },
  {
    name: 'conversation-formatted-above',
    forLooking: true,
    scene: 'formatted',
    path: '/c/with-bram',
    steps: async (page) => {
      await page.locator('strong', { hasText: 'Friday' }).waitFor();
      await page.getByRole('log').evaluate((log) => (log.scrollTop = 0));
      await page.locator('strong', { hasText: 'harvest' }).waitFor();
    },
  },
  { name: 'conversation-identity', path: '/c/with-sam' },
  { name: 'conversation-missing', path: '/c/none', steps: (page) => page.getByText('not on this device').waitFor() },
  {
    name: 'conversation-react',
    path: '/c/with-bram',
    forLooking: true,
    steps: (page) => pressTool(page.getByRole('article').filter({ hasText: 'signed draft' }), 'React'),
  },
  {
    name: 'conversation-emoji',
    path: '/c/with-bram',
    steps: async (page) => {
      await pressTool(page.getByRole('article').filter({ hasText: 'signed draft' }), 'React');
      await button(page, 'More emoji').click();
      await fill(page, 'Search emoji', 'hea');
    },
  },
  {
    name: 'conversation-versions',
    path: '/c/with-bram',
    forLooking: true,
    steps: async (page) => {
      await pressTool(page.getByRole('article').filter({ hasText: 'five minutes ago' }), 'Edited');
      await page.getByText('four pages').waitFor();
    },
  },
  {
    name: 'conversation-edit',
    path: '/c/with-bram',
    steps: async (page) => {
      const message = page.getByRole('article').filter({ hasText: 'five minutes ago' });
      await message.hover();
      await button(message, 'Edit').click();
    },
  },
  {
    name: 'conversation-reply',
    path: '/c/with-bram',
    steps: async (page) => {
      await pressTool(page.getByRole('article').filter({ hasText: 'No hurry' }), 'Reply');
      await fill(page, 'Message', 'I will read it after supper.\nIs page two the original?');
    },
  },
  {
    name: 'delete-message',
    path: '/c/with-bram',
    steps: (page) => pressTool(page.getByRole('article').filter({ hasText: 'original of page two' }), 'Delete message'),
  },
  {
    name: 'delete-conversation',
    forLooking: true,
    path: '/c/with-bram',
    steps: (page) => button(page, 'Delete conversation').click(),
  },
  { name: 'settings-notifications', forLooking: true, path: '/settings', steps: turnNoticesOn },
  { name: 'safety-number', path: '/c/with-bram', steps: (page) => pickMore(page, 'Safety number') },
  { name: 'inbox-personal', scene: 'personal' },
  { name: 'conversation-menu', path: '/c/with-bram', steps: (page) => button(page, 'More').click() },
  { name: 'notify', path: '/c/with-bram', steps: (page) => pickMore(page, 'Notifications') },
  { name: 'block', path: '/c/with-bram', steps: (page) => pickMore(page, 'Block Bram Kessler') },
  { name: 'conversation-stranger', scene: 'personal', path: '/c/with-noor' },
  { name: 'conversation-blocked', scene: 'personal', path: '/c/with-tomas' },
  { name: 'settings', path: '/settings', steps: (page) => page.getByText('Safari on iPhone').waitFor() },
  {
    name: 'settings-freed',
    forLooking: true,
    path: '/settings',
    steps: async (page) => {
      await button(page, 'Free up space').click();
      await page.getByText('have gone from this device').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-remove',
    forLooking: true,
    path: '/settings',
    steps: (page) => button(page, 'Remove Safari on iPhone').click(),
  },
  {
    name: 'settings-revoke',
    forLooking: true,
    path: '/settings',
    steps: (page) => button(page, 'Revoke Terminal on studio').click(),
  },
  {
    name: 'settings-delete',
    forLooking: true,
    path: '/settings',
    steps: (page) => button(page, 'Delete account').click(),
  },
  { name: 'settings-link', path: '/settings', steps: (page) => button(page, 'Link a device').click() },
  {
    name: 'settings-link-scanned',
    path: '/link#code.of.link',
    steps: (page) => page.getByRole('textbox', { name: 'Password' }).fill('long words'),
  },
  { name: 'alerts', path: '/c/alerts-db' },
  {
    name: 'alerts-delete',
    forLooking: true,
    path: '/c/alerts-db',
    steps: (page) => button(page, 'Delete alerts').click(),
  },
  { name: 'contact', path: '/c/contact-vera' },
  {
    name: 'contact-delete',
    forLooking: true,
    path: '/c/contact-vera',
    steps: (page) => button(page, 'Delete conversation').click(),
  },
  {
    name: 'public',
    scene: 'admin',
    path: '/comments',
    // On a phone the threads are all there is.
    steps: (page) => page.getByRole('link', { name: /^Guest book/ }).waitFor(),
  },
  { name: 'public-thread', scene: 'admin', path: '/comments?thread=guestbook&state=pending', steps: reviewed },
  { name: 'public-spam', scene: 'admin', path: '/comments?state=spam', steps: reviewed },
  {
    name: 'public-nothing',
    forLooking: true,
    scene: 'admin',
    path: '/comments?state=rejected',
    steps: (page) => page.getByText('There is nothing here').waitFor(),
  },
  {
    name: 'public-judged',
    scene: 'admin',
    path: '/comments?state=pending',
    steps: async (page) => {
      await page.getByRole('article').first().focus();
      await page.keyboard.press('a');
      await button(page, 'Undo').waitFor();
    },
  },
  {
    name: 'public-block',
    scene: 'admin',
    path: '/comments?state=pending',
    steps: (page) => button(page.getByRole('article').first(), 'Block').click(),
  },
  { name: 'public-blocked', scene: 'admin', path: '/comments', steps: (page) => button(page, 'Blocked').click() },
  { name: 'public-sites', scene: 'admin', path: '/comments', steps: (page) => button(page, 'Sites').click() },
  { name: 'public-new', scene: 'admin', path: '/comments', steps: (page) => button(page, 'New thread').click() },
  {
    name: 'public-settings',
    scene: 'admin',
    path: '/comments?thread=guestbook&state=pending',
    steps: (page) => button(page, 'Settings').click(),
  },
  { name: 'public-others', forLooking: true, path: '/comments' },
  { name: 'streams', path: '/streams' },
  { name: 'streams-none', forLooking: true, scene: 'empty', path: '/streams' },
  { name: 'streams-new-server', scene: 'newServer', path: '/streams' },
  { name: 'stream', path: '/streams/db-backup', steps: arrived },
  {
    name: 'stream-unreachable',
    scene: 'unreachable',
    path: '/streams/db-backup',
    steps: (page) => page.getByText('could not be fetched').waitFor(),
  },
  { name: 'stream-empty', path: '/streams/empty-shed' },
  { name: 'stream-gone', forLooking: true, path: '/streams/nowhere' },
  {
    name: 'stream-found',
    path: '/streams/db-backup',
    steps: async (page) => {
      await fill(page, 'Search', 'space disk');
      await page.locator('mark').first().waitFor();
    },
  },
  {
    name: 'stream-nothing',
    forLooking: true,
    path: '/streams/db-backup',
    steps: (page) => fill(page, 'Search', 'elephants').then(() => page.getByText('Nothing fits').waitFor()),
  },
  {
    name: 'stream-paused',
    path: '/streams/db-backup',
    steps: async (page) => {
      await arrived(page);
      await button(page, 'Pause').click();
      await page.evaluate(() => (window as { fake?: FakeClient }).fake?.growStream('db-backup', 12));
      await page.getByText('12 new').first().waitFor();
    },
  },
  {
    name: 'stream-record',
    path: '/streams/db-backup',
    steps: async (page) => {
      await arrived(page);
      await page.getByRole('option').filter({ hasText: 'no space left' }).last().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'stream-followers',
    scene: 'admin',
    path: '/streams/db-backup',
    steps: (page) =>
      button(page, 'Followers')
        .click()
        .then(() => page.getByText('Bram Kessler').waitFor()),
  },
  {
    name: 'stream-rules',
    scene: 'admin',
    path: '/streams/db-backup',
    steps: (page) =>
      button(page, 'Alerts')
        .click()
        .then(() => page.getByText('When its level is error').waitFor()),
  },
  {
    name: 'stream-range',
    path: '/streams/db-backup',
    steps: (page) => page.getByLabel('Time', { exact: true }).selectOption('choose'),
  },
  { name: 'admin', scene: 'admin', path: '/admin', steps: (page) => page.getByText('The whole audit log').waitFor() },
  {
    name: 'admin-encryption-off',
    scene: 'admin',
    path: '/admin',
    steps: (page) => page.getByRole('switch', { name: 'End-to-end encryption', exact: true }).click(),
  },
  {
    name: 'admin-unreachable',
    scene: 'adminUnreachable',
    path: '/admin',
    steps: (page) => button(page, 'Try again').first().waitFor(),
  },
  {
    name: 'admin-people',
    scene: 'admin',
    path: '/admin/people',
    steps: (page) => page.getByText('Bram Kessler').waitFor(),
  },
  {
    name: 'admin-people-none',
    forLooking: true,
    scene: 'admin',
    path: '/admin/people',
    steps: (page) => fill(page, 'Find a person', 'zoe').then(() => page.getByText('Nobody here is called').waitFor()),
  },
  {
    name: 'admin-person',
    scene: 'admin',
    path: '/admin/people/bram',
    steps: (page) => page.getByText('Chrome on Android').waitFor(),
  },
  {
    name: 'admin-person-pending',
    forLooking: true,
    scene: 'admin',
    path: '/admin/people/gerda',
    steps: (page) => button(page, 'Approve').waitFor(),
  },
  {
    name: 'admin-person-gone',
    forLooking: true,
    scene: 'admin',
    path: '/admin/people/nobody',
    steps: (page) => page.getByText('There is nobody').waitFor(),
  },
  {
    name: 'admin-person-remove',
    scene: 'admin',
    path: '/admin/people/bram',
    steps: async (page) => {
      await button(page, 'Remove').click();
      await fill(page, 'Type bram to confirm', 'brain');
      await button(page.getByRole('dialog'), 'Remove').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'admin-invitations',
    forLooking: true,
    scene: 'admin',
    path: '/admin/invitations',
    steps: (page) => page.getByText('Reset of ines').waitFor(),
  },
  {
    name: 'admin-invite',
    scene: 'admin',
    path: '/admin/invitations',
    steps: (page) =>
      button(page, 'Make a link')
        .click()
        .then(() => page.getByTestId('qr').waitFor()),
  },
  {
    name: 'admin-machines',
    scene: 'admin',
    path: '/admin/machines',
    steps: (page) => page.getByText('cellar-pump').waitFor(),
  },
  {
    name: 'admin-enrol',
    forLooking: true,
    scene: 'admin',
    path: '/admin/machines',
    steps: async (page) => {
      await button(page, 'New machine').click();
      await fill(page, 'Name', 'greenhouse');
      await button(page, 'Get a code').click();
      await page.getByText('7KQ2').waitFor();
    },
  },
  {
    name: 'admin-rooms',
    forLooking: true,
    scene: 'admin',
    path: '/admin/rooms',
    steps: (page) => button(page, 'Remove garden').waitFor(),
  },
  {
    name: 'admin-room-remove',
    forLooking: true,
    scene: 'admin',
    path: '/admin/rooms',
    steps: (page) => button(page, 'Remove garden').click(),
  },
  {
    name: 'admin-limits',
    scene: 'admin',
    path: '/admin/limits',
    steps: async (page) => {
      await fill(page, 'People at most (accounts)', 'many');
      await button(page, 'Save').click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'admin-audit',
    scene: 'admin',
    path: '/admin/audit',
    steps: (page) => page.getByText('The log fits').waitFor(),
  },
  { name: 'admin-others', forLooking: true, path: '/admin', steps: (page) => page.getByText('Only admins').waitFor() },
  { name: 'pending', scene: 'pending', path: '/' },
  { name: 'user', path: '/u/bram', steps: (page) => button(page, 'Message').waitFor() },
  {
    name: 'user-clear',
    forLooking: true,
    scene: 'clear',
    path: '/u/bram',
    steps: (page) => button(page, 'Message').waitFor(),
  },
  {
    name: 'user-self',
    forLooking: true,
    path: '/u/amara',
    steps: (page) => page.getByText('what others see').waitFor(),
  },
  {
    name: 'user-gone',
    forLooking: true,
    scene: 'nobody',
    path: '/u/zoe',
    steps: (page) => page.getByText('Nobody here').waitFor(),
  },
  {
    name: 'user-keyless',
    forLooking: true,
    scene: 'keyless',
    path: '/u/sam',
    steps: (page) => page.getByText('privately yet').waitFor(),
  },
  { name: 'settings-password', path: '/settings', steps: (page) => button(page, 'Change password').click() },
];

/** The newest records of the stream are there. */
async function arrived(page: Page): Promise<void> {
  await page.getByRole('option').last().waitFor();
  await expect(page.getByRole('option').getByText('Fetching')).toHaveCount(0);
}

/** The other device has spoken, or the code has ended. */
async function linking(page: Page, change: object): Promise<void> {
  await page.getByTestId('qr').waitFor();
  await page.evaluate((changed) => (window as { fake?: FakeClient }).fake?.changeLinking(changed), change);
  await page.getByTestId('qr').waitFor({ state: 'hidden' });
}

async function logIn(page: Page): Promise<void> {
  await fill(page, 'Username', 'amara');
  await fill(page, 'Password', 'not the right one');
  await button(page, 'Log in').click();
  await page.getByRole('alert').waitFor();
}

async function register(page: Page, password = 'seven berries on a branch'): Promise<void> {
  await fill(page, 'Username', 'amara');
  await fill(page, 'Password', password);
  await button(page, 'Create account').click();
  await page.getByRole('alert').or(page.getByText('I have saved')).first().waitFor();
}

/** As in a browser that was never here: nothing stored, nothing under the mouse, light. */
/** Of a device that has not all of it yet; a space makes the filter a chip. */
async function searched(page: Page, typed: string): Promise<void> {
  await page.evaluate(() => {
    const { fake } = window as { fake?: FakeClient };
    if (fake) fake.searchable = Date.now() - 21 * 24 * 3_600_000;
  });
  await page.getByLabel('Search messages').pressSequentially(typed);
  await page.locator('a[data-hit] mark').or(page.getByText('Nothing with')).first().waitFor();
}

async function open(page: Page, address: string, { scene = 'in', path = '/', steps }: Shot): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.mouse.move(0, 0);
  const before = await page.addInitScript((name) => {
    localStorage.clear();
    Object.assign(window, { scene: name });
  }, scene);
  await page.goto(address + path);
  await before.dispose();
  await page.locator('main').first().waitFor();
  await steps?.(page);
  await expect(page.locator('[data-opening] article')).toHaveCount(0);
}

let gallery: Awaited<ReturnType<typeof serveGallery>>;
test.beforeAll(async () => {
  gallery = await serveGallery();
});
test.afterAll(() => gallery.close());

const screens = [
  { screen: 'desk', viewport: desktop },
  { screen: 'phone', viewport: phone },
] as const;

/** All of them with WAXWING_PICTURES=1, for looking at. */
const onPhones = process.env['WAXWING_PICTURES']
  ? shots.map(({ name }) => name)
  : [
      'register',
      'recovery-code',
      'inbox',
      'conversation',
      'conversation-identity',
      'delete-message',
      'settings',
      'streams',
      'stream',
      'public-thread',
      'admin',
      'admin-people',
      'admin-person',
    ];

for (const { screen, viewport } of screens) {
  test.describe(screen, () => {
    test.use({ viewport, reducedMotion: 'reduce' } as object);
    // One page for all of them: what the browser has compiled of app and axe, it has for the next one too.
    let page: Page;
    const broken: string[] = [];
    test.beforeAll(async ({ browser }) => {
      page = await browser.newPage();
      page.on('console', (message) => message.type() === 'error' && broken.push(message.text()));
      page.on('pageerror', (error) => broken.push(String(error)));
    });
    test.afterAll(() => page.close());

    for (const shot of shots) {
      if (screen === 'phone' && !onPhones.includes(shot.name)) continue;
      if (shot.forLooking && !process.env['WAXWING_PICTURES']) continue;
      test(`${shot.name} is sound, light and dark`, async () => {
        await open(page, gallery.address, shot);
        for (const look of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme: look });
          await settled(page, look);
          if (process.env['WAXWING_PICTURES'])
            await page.screenshot({ path: `test-results/pictures/${screen}-${look}/${shot.name}.png` });
          expect(await violations(page, look === 'light' ? null : COLOURS), look).toEqual([]);
        }
        expect(broken).toEqual([]);
      });
    }
  });
}

test('[000.3] in the longest language nothing is cut, on a phone or at 400 %, mirrored or not', async ({ browser }) => {
  const page = await browser.newPage({ reducedMotion: 'reduce' });
  const seen = ['register', 'conversation', 'settings', 'admin-people', 'public-thread'];
  for (const { name, scene = 'in', path = '/' } of shots.filter((shot) => seen.includes(shot.name))) {
    await page.addInitScript((given) => {
      localStorage.setItem('waxwing.language', 'de');
      Object.assign(window, { scene: given });
    }, scene);
    const address = new URL(path, gallery.address);
    address.searchParams.set('dir', name === 'conversation' ? 'rtl' : 'ltr');
    await page.goto(String(address));
    await expect(page.locator('html')).toHaveAttribute('lang', 'de');
    await page.locator('main').first().waitFor();
    for (const size of [phone, { width: 320, height: 256 }]) {
      await page.setViewportSize(size);
      await settled(page, 'light');
      expect(await cutOff(page), `${name} at ${size.width}`).toEqual([]);
      const menu = page.getByRole('navigation', { name: 'Hauptmenü' });
      if (await menu.isVisible()) expect((await menu.boundingBox())?.height, 'the menu is one line').toBeLessThan(72);
    }
  }
  await page.close();
});

test('[000.3] another language is there at once, stays chosen, and leaves the focus where it was; the list of groups leads through the settings', async ({
  browser,
}) => {
  const page = await browser.newPage({ locale: 'es-MX' });
  await page.goto(`${gallery.address}/settings`);
  const heading = (name: string) => page.getByRole('heading', { name, exact: true, level: 1 });
  await expect(heading('Ajustes')).toBeVisible();
  const choice = page.getByRole('combobox', { name: 'Idioma' });
  await choice.focus();
  await choice.selectOption('Français');
  await expect(heading('Réglages')).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Langue' })).toBeFocused();
  await expect(page.locator('html')).toHaveAttribute('lang', 'fr');
  await page.reload();
  await expect(heading('Réglages')).toBeVisible();
  const contents = page.getByRole('navigation', { name: 'Parties des réglages' });
  await expect(contents.locator('[aria-current]')).toHaveText('Vous et les autres');
  await contents.getByRole('link', { name: 'Votre compte' }).click();
  const account = page.getByRole('heading', { name: 'Votre compte', exact: true });
  await expect(account).toBeFocused();
  await expect(account).toBeInViewport();
  await expect(contents.locator('[aria-current]')).toHaveText('Votre compte');
  await button(page, 'Changer le mot de passe').click();
  await expect(page.getByLabel('Rejeter').first()).toBeAttached();
  await page.close();
});
