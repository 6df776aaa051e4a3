import { plural } from '../message.ts';

export const frame = {
  waxwing: 'Waxwing',
  titleUnread: '({count}) Waxwing',
  navigation: 'Main',
  inbox: 'Inbox',
  settings: 'Settings',
  navUnread: plural('count', '# unread message', '# unread messages'),
  offline: 'You are offline. What you write is sent as soon as you are back.',
  outdated: 'Waxwing has been updated.',
  outdatedText: 'Reload to go on. Nothing is lost.',
  newVersion: 'A new version of Waxwing is ready.',
  newVersionText: 'Reload opens it in all your tabs. Nothing is lost.',
  reload: 'Reload',
  starting: 'Opening Waxwing',
  elsewhereHeading: 'Waxwing is open in another tab',
  elsewhereText: 'It can be used in one tab at a time here.',
  elsewhereButton: 'Use it here',
  storageHeading: 'Waxwing cannot store anything in this browser',
  storageText:
    'Your keys and messages are kept in the storage of the browser, and it is closed to Waxwing. Allow this site to store data, or leave the private window, and try again.',
  unloadedHeading: 'Waxwing did not load',
  brokenHeading: 'Something went wrong on this page',
  brokenText: 'Nothing that was sent is lost. Reload to go on.',
  notFound: 'There is nothing here',
  notFoundText: 'The address may be mistyped.',
} as const;
