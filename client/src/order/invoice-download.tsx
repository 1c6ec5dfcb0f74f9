import { useState } from 'react';
import { client } from '../graph/client.ts';
import { Notice } from '../ui/notice.tsx';
import { orderWords } from '../words/order/order-words.ts';
import { useLanguage } from '../words/words.tsx';
import { PrintedInvoiceDocument } from './generated/invoice-download.ts';

interface InvoiceDownloadProps {
  readonly orderId: string;
  /** As printed on the invoice. */
  readonly number: string;
}

/** Time enough for any browser to have taken the file. */
const TAKEN_MS = 60_000;

/** The printed invoice, in the language of the page; it is drawn when somebody wants it, and not kept. */
export function InvoiceDownload({ orderId, number }: InvoiceDownloadProps) {
  const { words, locale } = useLanguage();
  const say = orderWords.useWords();
  const [asking, setAsking] = useState(false);
  const [failed, setFailed] = useState(false);
  const download = async () => {
    setAsking(true);
    const pdf = await printedInvoice(orderId, locale === 'de' ? 'DE' : 'EN');
    setAsking(false);
    setFailed(pdf === undefined);
    if (pdf !== undefined) saveFile(pdf, `${say.invoice} ${number}.pdf`);
  };
  return (
    <>
      <button type="button" className="button-quiet" disabled={asking} onClick={() => void download()}>
        {say.pdf}
      </button>
      {failed ? (
        <div className="order-last basis-full">
          <Notice tone="bad" title={words.problems.of('TEMPORARILY_UNAVAILABLE')} />
        </div>
      ) : null}
    </>
  );
}

async function printedInvoice(orderId: string, language: 'EN' | 'DE'): Promise<Blob | undefined> {
  const { data } = await client
    .query({ query: PrintedInvoiceDocument, variables: { orderId, language }, fetchPolicy: 'no-cache' })
    .catch(() => ({ data: undefined }));
  const pdf = data?.order?.payment?.invoice?.pdf;
  if (pdf === undefined) return undefined;
  const bytes = Uint8Array.from(atob(pdf), (character) => character.charCodeAt(0));
  return new Blob([bytes], { type: 'application/pdf' });
}

function saveFile(file: Blob, name: string): void {
  const href = URL.createObjectURL(file);
  Object.assign(document.createElement('a'), { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), TAKEN_MS);
}
