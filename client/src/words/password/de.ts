import type { PasswordWords } from './en.ts';

/** What the pages around a forgotten password say, in German. */
export const dePassword: PasswordWords = {
  forgotText:
    'Nennen Sie die E-Mail-Adresse Ihres Kontos. Wir schicken einen Link, mit dem Sie ein neues Passwort wählen.',
  send: 'Link schicken',
  sent: 'Sehen Sie in Ihre Mails',
  sentText: (email) =>
    `Gibt es ein Konto mit ${email}, dann ist ein Link unterwegs. Er gilt einmal und 30 Minuten lang; sonst hat sich nichts geändert.`,
  choose: 'Wählen Sie ein neues Passwort',
  chooseText: 'Danach sind Sie auf allen Geräten abgemeldet und melden sich mit dem neuen Passwort an.',
  next: 'Neues Passwort',
  save: 'Speichern',
  expired: 'Dieser Link gilt nicht mehr',
  expiredText: 'Jeder Link gilt einmal und 30 Minuten lang, und nur der letzte. Ihr Passwort ist, wie es war.',
  another: 'Noch einen Link schicken lassen',
  reset: 'Sie haben ein neues Passwort',
  resetText: 'Ihr Konto ist überall abgemeldet. Melden Sie sich mit dem neuen Passwort an.',
};
