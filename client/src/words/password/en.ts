/** What the pages around a forgotten password say, in English; the type of every other language. */
export const enPassword = {
  forgotText: 'Tell us the e-mail address of your account. We send a link with which you choose another password.',
  send: 'Send the link',
  sent: 'Have a look at your mail',
  sentText: (email: string) =>
    `If ${email} has an account, a link is on its way. It works once and for 30 minutes; nothing else has changed.`,
  choose: 'Choose a new password',
  chooseText: 'You are then signed out on all devices, and sign in with the new password.',
  next: 'New password',
  save: 'Save',
  expired: 'This link does not work any more',
  expiredText: 'Each link works once and for 30 minutes, and only the latest one does. Your password is as it was.',
  another: 'Have another link sent',
  reset: 'You have a new password',
  resetText: 'Your account is signed out everywhere. Sign in with the new password.',
};

export type PasswordWords = typeof enPassword;
