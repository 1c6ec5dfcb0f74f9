import { eventually } from '../galleria/eventually.ts';

const MAILBOX_URL = process.env.MAILBOX_URL ?? 'http://localhost:4080/';

interface Mail {
  readonly subject: string;
  readonly text: string;
}

/**
 * The address below the shop that the newest mail to somebody leads to, such as `/reset-password?token=…`, once it is
 * another one.
 */
export function linkMailedTo(email: string, path: string, before?: string): Promise<string> {
  const link = new RegExp(`${path}\\?token=\\S+`);
  return eventually(async () => {
    const newest = (await mailsTo(email)).flatMap(({ text }) => link.exec(text)?.[0] ?? [])[0];
    return newest === before ? undefined : newest;
  }, `a mail to ${email} with a link to ${path}`);
}

export async function untilMailed(email: string, subject: string): Promise<void> {
  await eventually(
    async () => ((await mailsTo(email)).some((mail) => mail.subject.includes(subject)) ? true : undefined),
    `a mail to ${email}: ${subject}`,
  );
}

/** Newest first. */
async function mailsTo(email: string): Promise<readonly Mail[]> {
  const response = await fetch(`${MAILBOX_URL}messages?to=${encodeURIComponent(email)}`);
  return (await response.json()) as Mail[];
}
