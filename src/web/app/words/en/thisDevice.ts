import { plural } from '../message.ts';

export const thisDevice = {
  installSection: 'Install Waxwing',
  installText: 'It gets an icon and a window of its own. Your messages stay where they are.',
  install: 'Install',
  installByHand: 'Tap Share in the toolbar of Safari, and then Add to Home Screen.',
  installed: 'Waxwing is installed.',
  storageSection: 'Storage',
  storageSectionText: 'What is kept on this device, sealed, so that Waxwing opens fast and without the network.',
  storedMessages: 'Messages',
  storedAbout: 'about {count}',
  storedSize: 'Space they take',
  storedApp: 'Space the app takes',
  storageMayGo:
    'The browser may delete all of it when the device runs full. You would log in again, and what waits to be sent would be lost.',
  keepStorage: 'Ask the browser to keep it',
  storageKept: 'The browser keeps it until you log out.',
  storageKeptNow: 'The browser keeps it.',
  storageNotKept: 'The browser did not agree. It often does once Waxwing is installed, or after a few days of use.',
  freeText:
    'Old messages can go from this device. The newest 100 of each conversation stay, and all that you have not read. The others stay on the server, and come back when you scroll up to them; until then, search does not find them.',
  freeNothing: 'There are no old messages here that could go from this device.',
  freeNever:
    'This server deletes messages after a time. Old ones may be on your devices only, so none are taken off this one.',
  free: 'Free up space',
  freeProgress: '{done} of {of} conversations',
  freed: plural('count', '# message has gone from this device.', '# messages have gone from this device.'),
} as const;
