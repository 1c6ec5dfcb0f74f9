import PostalMime, { type Address, type Email } from 'postal-mime';

export interface MailSummary {
  readonly id: string;
  readonly from: string;
  /** Whom the SMTP client named, hidden copies included. */
  readonly recipients: readonly string[];
  readonly subject: string;
  readonly receivedAt: string;
  /** The beginning of the text, on one line. */
  readonly preview: string;
}

export interface Mail extends MailSummary {
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly attachments: readonly { readonly name: string; readonly type: string; readonly bytes: number }[];
}

const PREVIEW_LENGTH = 140;
const RECIPIENTS_HEADER = 'x-galleria-recipients';

/** Takes a stored mail apart. Whatever a client sent is shown as far as it can be understood, and never refused. */
export async function parseMail(id: string, raw: Buffer): Promise<Mail> {
  const email = await PostalMime.parse(raw);
  return {
    ...summarise(id, email),
    text: email.text,
    html: email.html,
    headers: email.headers
      .filter(({ key }) => key !== RECIPIENTS_HEADER)
      .map(({ originalKey, value }) => ({ name: originalKey, value })),
    attachments: email.attachments.map(({ filename, mimeType, content }) => ({
      name: filename ?? 'without a name',
      type: mimeType,
      bytes: typeof content === 'string' ? content.length : content.byteLength,
    })),
  };
}

export async function describeMail(id: string, raw: Buffer): Promise<MailSummary> {
  return summarise(id, await PostalMime.parse(raw));
}

function summarise(id: string, email: Email): MailSummary {
  const recipients = email.headers.find(({ key }) => key === RECIPIENTS_HEADER)?.value ?? '';
  const text = (email.text ?? email.html?.replace(/<style.*?<\/style>|<[^>]*>/gs, ' ') ?? '')
    .replace(/\s+/g, ' ')
    .trim();
  return {
    id,
    from: formatAddress(email.from),
    recipients: recipients.split(',').flatMap((address) => address.trim() || []),
    subject: email.subject ?? '',
    receivedAt: timeOf(id),
    preview: text.length > PREVIEW_LENGTH ? `${text.slice(0, PREVIEW_LENGTH)}…` : text,
  };
}

function formatAddress(address: Address | undefined): string {
  if (address?.address === undefined) return address?.name ?? '';
  return address.name === '' ? address.address : `${address.name} <${address.address}>`;
}

/** The identifier begins with the time, with hyphens where file names may not hold colons. */
function timeOf(id: string): string {
  return id.slice(0, 24).replace(/T(\d\d)-(\d\d)-/, 'T$1:$2:');
}
