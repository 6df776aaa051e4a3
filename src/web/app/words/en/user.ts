import { plural } from '../message.ts';

export const user = {
  userGone: 'Nobody here is called {name}',
  userGoneText: 'The name may be mistyped, or an admin has not approved them yet.',
  userKeyless: 'You cannot write to {name} privately yet',
  userKeylessText:
    'They have an account without keys, which they can complete in waxwing chat. In the rooms you can meet them already.',
  userFailed: 'This page could not be fetched.',
  userWrite: 'Message',
  userSelf: 'This is what others see of you.',
  userSettings: 'Change it in the settings',
  userDevices: plural('count', '# device reads what you write to them.', '# devices read what you write to them.'),
  userOwnDevices: plural('count', '# device reads what is written to you.', '# devices read what is written to you.'),
  userSealed: 'What you write to each other is end-to-end encrypted.',
  userUnsealed: 'Encryption is off on this server: it can read what you write to each other.',
  userVerified: 'You have compared safety numbers: nobody is in between.',
  userUnverified: 'You have not compared safety numbers yet.',
  userCompareAgain: 'They have a new identity since you compared safety numbers. Compare again before you trust it.',
  userIdentity: 'They have a new identity. Nothing is sent until you have accepted it in your conversation.',
  userAlarm: 'There is a warning about their keys. Nothing is sent to them until it is settled.',
  userBlocked: 'You cannot write to {name} at the moment: {reason}',
  userNewestDevice: 'The newest was added on {date}.',
  personOnline: 'Online',
  ownPage: 'Your page',
} as const;
