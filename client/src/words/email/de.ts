import type { EmailWords } from './en.ts';

/** What the pages on the way to another e-mail address say, in German. */
export const deEmail: EmailWords = {
  title: 'Eine andere E-Mail-Adresse',
  next: 'Neue E-Mail-Adresse',
  password: 'Passwort',
  sent: 'Sehen Sie in Ihre Mails',
  sentText: (email) =>
    `Ein Link ist unterwegs an ${email}, und bis Sie ihn hier öffnen, bleibt Ihre Adresse. Er gilt 24 Stunden. Kommt nichts an, hat vielleicht ein anderes Konto diese Adresse.`,
  done: 'Sie haben eine neue E-Mail-Adresse',
  doneText: (email) => `Von jetzt an melden Sie sich mit ${email} an, und dorthin schreiben wir.`,
  taken: 'Ein anderes Konto hat diese Adresse',
  takenText: 'Jemand hat sie genommen, seit Sie gefragt haben. Ihre Adresse ist, wie sie war.',
  expired: 'Dieser Link gilt nicht mehr',
  expiredText: 'Jeder Link gilt einmal und 24 Stunden lang, für das Konto, das ihn wollte, und nur der letzte.',
  failed: 'Wir konnten Ihre Adresse gerade nicht ändern',
  toSecurity: 'Zur Sicherheit Ihres Kontos',
  send: 'Link schicken',
  unchanged: 'Das ist schon Ihre Adresse.',
};
