/** What the pages on the way to another e-mail address say, in English; the type of every other language. */
export const enEmail = {
  title: 'Another e-mail address',
  next: 'New e-mail address',
  password: 'Password',
  sent: 'Have a look at your mail',
  sentText: (email: string) =>
    `A link is on its way to ${email}, and your address stays until you open it here. It works for 24 hours. If nothing arrives, another account may have that address.`,
  done: 'You have a new e-mail address',
  doneText: (email: string) => `From now on you sign in with ${email}, and our mail goes there.`,
  taken: 'Another account has this address',
  takenText: 'Somebody took it since you asked. Your address is as it was.',
  expired: 'This link does not work any more',
  expiredText:
    'Each link works once and for 24 hours, for the account that asked for it, and only the latest one does.',
  failed: 'We could not change your address just now',
  toSecurity: 'To your account’s security',
  send: 'Send the link',
  unchanged: 'This is your address already.',
};

export type EmailWords = typeof enEmail;
