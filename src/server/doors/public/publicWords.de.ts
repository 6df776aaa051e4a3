import type { PublicWords } from './publicWords.ts';

export const de: PublicWords = {
  language: 'de',
  count: (comments) => (comments === 1 ? '1 Kommentar' : `${comments} Kommentare`),
  none: 'Noch keine Kommentare.',
  order: 'Reihenfolge',
  oldest: 'Älteste zuerst',
  newest: 'Neueste zuerst',
  more: 'Weitere Kommentare',
  moreAnswers: (answers) => (answers === 1 ? 'Noch 1 Antwort' : `Noch ${answers} Antworten`),
  all: 'Alle Kommentare',
  feed: 'Feed',
  reply: 'Antworten',
  replyTo: (name) => `Antwort an ${name}`,
  noReply: 'Niemandem antworten',
  gone: 'Dieser Kommentar ist nicht mehr da.',
  waits: 'Wartet auf Freigabe. Nur Sie sehen ihn.',
  edited: 'geändert',
  change: 'Ändern oder löschen',
  save: 'Speichern',
  remove: 'Löschen',
  write: 'Kommentar schreiben',
  name: 'Vorname',
  surname: 'Nachname',
  optional: 'freiwillig',
  email: 'E-Mail',
  emailHint: 'Wird nie gezeigt.',
  message: 'Nachricht',
  messageHint: 'Möglich sind *Betonung*, `Code`, > Zitate und Links.',
  leaveEmpty: 'Bitte leer lassen',
  send: 'Senden',
  closed: 'Hier werden keine Kommentare mehr angenommen.',
  needsScript:
    'Nachrichten aus diesem Formular werden in Ihrem Browser versiegelt. Das braucht JavaScript. Ohne es wird nichts gesendet.',
  check: 'Bitte prüfen Sie Ihre Angaben',
  done: {
    waiting: 'Danke. Ihr Kommentar erscheint, sobald ihn jemand angesehen hat.',
    shown: 'Danke. Ihr Kommentar ist da.',
    edited: 'Ihr Kommentar wurde geändert.',
    deleted: 'Ihr Kommentar wurde gelöscht.',
  },
  sorry: {
    not_found: 'Hier ist nichts.',
    too_many_requests:
      'Von hier kam in kurzer Zeit sehr viel. Bitte warten Sie eine Minute und senden Sie es dann noch einmal.',
    forbidden: 'Das geht nicht mehr.',
    foreign_origin: 'Das kam von einer Seite, die hier keine Kommentare hat. Nichts davon wurde behalten.',
    invalid: 'Das konnte nicht gelesen werden. Bitte gehen Sie zurück und versuchen Sie es noch einmal.',
  },
  problem: (problem, most) =>
    ({
      required: 'Bitte füllen Sie dieses Feld aus.',
      too_long: `Bitte höchstens ${most} Zeichen.`,
      not_an_address: 'Bitte eine E-Mail-Adresse wie name@example.org.',
      not_text: 'Einige dieser Zeichen können nicht gezeigt werden. Bitte schreiben Sie es anders.',
    })[problem],
  notice: {
    subject: 'Eine Antwort ist da',
    text: (host) =>
      `Auf das, was Sie über ein Formular einer Website geschrieben haben, ist eine Antwort da.\n\nÖffnen Sie den privaten Link, den Sie aufbewahrt haben, um sie zu lesen. Er steht nicht in dieser E-Mail.\n\n${host} sendet dies, weil jemand dort diese Adresse angegeben hat. Sie brauchen nicht zu antworten.\n`,
  },
};
