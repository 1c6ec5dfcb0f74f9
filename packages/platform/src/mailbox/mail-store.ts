import { randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeMail, type MailSummary } from './mail.ts';

export interface MailStore {
  /** Newest first; `to` keeps those that were delivered to an address, whatever its case. */
  list(to?: string): readonly MailSummary[];
  /** The mail as it was received, or `undefined`. */
  read(id: string): Promise<Buffer | undefined>;
  add(raw: Buffer, recipients: readonly string[]): Promise<MailSummary>;
  clear(): Promise<void>;
}

export interface MailStoreOptions {
  /** Made if it is not there. Mails lie in it as `.eml` files that any mail program opens. */
  readonly directory: string;
  /** The oldest are removed beyond this; 500 unless told. */
  readonly keep?: number;
  readonly now?: () => Date;
}

const EXTENSION = '.eml';

/**
 * Opens the mails of earlier runs too. A file's name begins with the time of arrival, so that names in order are mails
 * in order; its first line, `X-Galleria-Recipients`, keeps whom it was delivered to, which the mail itself need not
 * say.
 */
export async function openMailStore({
  directory,
  keep = 500,
  now = () => new Date(),
}: MailStoreOptions): Promise<MailStore> {
  await mkdir(directory, { recursive: true });
  const pathOf = (id: string) => join(directory, id + EXTENSION);
  const names = (await readdir(directory)).filter((name) => name.endsWith(EXTENSION)).sort();
  const ids = names.map((name) => name.slice(0, -EXTENSION.length));
  /** Oldest first. */
  const mails = await Promise.all(ids.map(async (id) => describeMail(id, await readFile(pathOf(id)))));

  const removeOldest = async () => {
    const surplus = mails.splice(0, Math.max(0, mails.length - keep));
    await Promise.all(surplus.map(({ id }) => rm(pathOf(id), { force: true })));
  };
  await removeOldest();

  return {
    list: (to) => mails.filter((mail) => to === undefined || isDeliveredTo(mail, to)).reverse(),
    read: async (id) => (mails.some((mail) => mail.id === id) ? readFile(pathOf(id)) : undefined),
    add: async (raw, recipients) => {
      const id = `${now().toISOString().replaceAll(':', '-')}-${randomUUID().slice(0, 8)}`;
      const stored = Buffer.concat([Buffer.from(`X-Galleria-Recipients: ${recipients.join(', ')}\r\n`), raw]);
      const mail = await describeMail(id, stored);
      await writeFile(`${pathOf(id)}.unfinished`, stored);
      await rename(`${pathOf(id)}.unfinished`, pathOf(id));
      mails.push(mail);
      await removeOldest();
      return mail;
    },
    clear: async () => {
      const all = mails.splice(0);
      await Promise.all(all.map(({ id }) => rm(pathOf(id), { force: true })));
    },
  };
}

function isDeliveredTo({ recipients }: MailSummary, address: string): boolean {
  return recipients.some((recipient) => recipient.toLowerCase() === address.toLowerCase());
}
