/** Notifications, and how they are set. */
export const notices = {
  notifications: 'Notifications',
  notificationsText: 'For new messages that come while you are not looking at Waxwing.',
  notificationsCannot: 'This browser cannot show notifications for Waxwing.',
  notificationsOn: 'Notify me on this device',
  notificationsOnText:
    'Also while Waxwing is closed, if your browser can. The browser’s maker passes on that something is new, and nothing else.',
  notificationsRefused:
    'Your browser does not allow notifications for Waxwing. Allow them in the browser’s settings for this site, and try again.',
  noticeShows: 'What they show',
  noticeShowsNothing: 'Only that there is a message',
  noticeShowsWho: 'Who wrote',
  noticeShowsWhat: 'Who wrote, and what',
  noticeSound: 'Sound',
  noticeSoundText: 'As your device plays it for notifications.',
  quietHours: 'Quiet hours',
  quietHoursText: 'Every day between these times you are not notified. It holds on all your devices.',
  quietFrom: 'From',
  quietTo: 'To',
  noticeOffer: 'Do you want to be told when somebody writes while you are not looking?',
  noticeOfferYes: 'Notify me',
  noticeOfferNo: 'No, thanks',
  noticeOfferClose: 'Close',
  noticeMessage: 'New message',
  noticeMessageFrom: 'New message from {name}',
  noticeInRoom: '{name}: {text}',
} as const;
