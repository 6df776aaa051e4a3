export const contact = {
  contactVisitor: 'Visitor',
  contactName: '{name} (visitor)',
  contactFrom: 'visitor, by the form "{title}"',
  contactSealed: 'Sealed. The server cannot read this.',
  contactLink: '{name} reads it under a private link.',
  contactEmail: 'E-mail address as {name} gave it',
  contactUnreadable:
    'You cannot read this: it was sealed to others who answer, or to keys that this account had before a reset.',
  contactDeleteMessage: 'It will be gone from your devices. Everybody else in this conversation keeps it.',
  contactDeleteTitle: 'Delete conversation with {name}?',
  contactDeleteText:
    'For everyone: it will be gone from the server, for all who answer and for {name}. For you: the others who answer keep it, and {name} can still read it.',
} as const;
