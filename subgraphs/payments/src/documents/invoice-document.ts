import { createRequire } from 'node:module';
import { buffer } from 'node:stream/consumers';
import { lineTotalMinor, type Invoice } from '../domain/invoice.ts';
import type { InvoiceRenderer } from '../service/draw-invoice.ts';
import { INVOICE_WORDS, type InvoiceWords } from './invoice-words.ts';

type Document = PDFKit.PDFDocument;

/** A4, in points. */
const PAGE = { left: 56, right: 539, bottom: 770, footer: 790 } as const;
const COLUMNS = {
  description: { x: 56, width: 240, align: 'left' },
  quantity: { x: 306, width: 50, align: 'right' },
  unitPrice: { x: 366, width: 80, align: 'right' },
  lineTotal: { x: 456, width: 83, align: 'right' },
} as const;
const TEXT = { size: 9.5, color: '#1f1b16' } as const;
const MUTED = '#6f675c';
const RULE = '#d8d0c4';

const packages = createRequire(import.meta.url);
const REGULAR = packages.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf');
const BOLD = packages.resolve('@expo-google-fonts/noto-sans/700Bold/NotoSans_700Bold.ttf');

/**
 * Draws invoices with PDFKit. The font is embedded, since the standard fonts of PDF hold Western European names only;
 * the date of the document is the invoice's, so that the same invoice gives the same bytes. `issuer` is who issues it,
 * one line of text each.
 */
export function createInvoiceRenderer({ issuer }: { readonly issuer: readonly string[] }): InvoiceRenderer {
  return async (invoice, locale) => {
    // Loaded with the first invoice that somebody looks at: library and fonts take 90 MB, which few processes ever
    // need.
    const { default: PDFDocument } = await import('pdfkit');
    const words = INVOICE_WORDS[locale];
    const document = new PDFDocument({
      size: 'A4',
      margins: { top: 56, left: PAGE.left, right: 56, bottom: 40 },
      bufferPages: true,
      font: REGULAR,
      lang: locale,
      info: { Title: `${words.title} ${invoice.number}`, Author: issuer[0] ?? '', CreationDate: invoice.issuedAt },
    });
    drawHead(document, invoice, words, issuer);
    drawLines(document, invoice, words);
    drawFooters(document, words, issuer);
    document.end();
    return buffer(document);
  };
}

function drawHead(document: Document, invoice: Invoice, words: InvoiceWords, issuer: readonly string[]): void {
  const [name = '', ...address] = issuer;
  document.font(BOLD).fontSize(16).fillColor(TEXT.color).text(name, PAGE.left, 56);
  document.font(REGULAR).fontSize(TEXT.size).fillColor(MUTED).text(address.join('\n'));
  document.font(BOLD).fontSize(22).fillColor(TEXT.color).text(words.title, PAGE.left, 140);
  const date = new Intl.DateTimeFormat(words.formats, { dateStyle: 'long', timeZone: 'UTC' });
  const facts = [
    [words.number, invoice.number],
    [words.issued, date.format(invoice.issuedAt)],
    [words.order, invoice.orderNumber],
  ] as const;
  facts.forEach(([label, value], index) => {
    const y = 180 + index * 15;
    document.font(REGULAR).fontSize(TEXT.size).fillColor(MUTED).text(label, 306, y, { width: 110 });
    document.fillColor(TEXT.color).text(value, 416, y, { width: 123, align: 'right' });
  });
  // Whose address nobody knows, or may know any more, is named by an id that only the accounts still hold.
  const billTo = invoice.billTo.length > 0 ? invoice.billTo : [`${words.customer} ${invoice.customerId}`];
  document.fillColor(MUTED).text(words.billTo, PAGE.left, 180, { width: 230 });
  document.fillColor(TEXT.color).text(billTo.join('\n'), { width: 230 });
}

function drawLines(document: Document, invoice: Invoice, words: InvoiceWords): void {
  const { formats } = words;
  const money = amountFormat(formats, invoice.currency);
  const pieces = new Intl.NumberFormat(formats);
  let y = drawTableHead(document, words, Math.max(document.y + 24, 250));
  for (const line of invoice.lines) {
    document.font(REGULAR).fontSize(TEXT.size);
    const height = document.heightOfString(line.description, { width: COLUMNS.description.width }) + 8;
    y = withRoom(document, words, y, height);
    drawCells(document, y, {
      description: line.description,
      quantity: pieces.format(line.quantity),
      unitPrice: money(line.unitPriceMinor),
      lineTotal: money(lineTotalMinor(line)),
    });
    y += height;
  }
  y = withRoom(document, words, y, 50);
  rule(document, y);
  document.font(BOLD).fontSize(11).fillColor(TEXT.color);
  drawCells(document, y + 8, { description: words.total, lineTotal: money(invoice.totalMinor) });
  document.font(REGULAR).fontSize(TEXT.size).fillColor(MUTED);
  document.text(words.paid, PAGE.left, y + 32, { lineBreak: false });
}

function drawTableHead(document: Document, words: InvoiceWords, y: number): number {
  document.font(BOLD).fontSize(8.5).fillColor(MUTED);
  drawCells(document, y, words);
  rule(document, y + 15);
  document.fillColor(TEXT.color);
  return y + 22;
}

/** Where the next line goes: here, or under a new head on a new page when it does not fit any more. */
function withRoom(document: Document, words: InvoiceWords, y: number, height: number): number {
  if (y + height <= PAGE.bottom) return y;
  document.addPage();
  const next = drawTableHead(document, words, 56);
  document.font(REGULAR).fontSize(TEXT.size);
  return next;
}

function drawCells(
  document: Document,
  y: number,
  cells: Readonly<Partial<Record<keyof typeof COLUMNS, string>>>,
): void {
  for (const name of ['description', 'quantity', 'unitPrice', 'lineTotal'] as const) {
    const { x, width, align } = COLUMNS[name];
    document.text(cells[name] ?? '', x, y, { width, align });
  }
}

function rule(document: Document, y: number): void {
  document.moveTo(PAGE.left, y).lineTo(PAGE.right, y).lineWidth(0.5).strokeColor(RULE).stroke();
}

function drawFooters(document: Document, words: InvoiceWords, issuer: readonly string[]): void {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    document.switchToPage(page);
    document.font(REGULAR).fontSize(8).fillColor(MUTED);
    document.text(issuer.join(' · '), PAGE.left, PAGE.footer, { width: 380, lineBreak: false, ellipsis: true });
    document.text(words.page(page + 1, count), 439, PAGE.footer, { width: 100, align: 'right', lineBreak: false });
  }
}

/** Amounts in the smallest unit: a hundred cents are a euro, and a yen is a yen. */
function amountFormat(formats: string, currency: string): (amountMinor: number) => string {
  const format = new Intl.NumberFormat(formats, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return (amountMinor) => format.format(amountMinor / 10 ** digits);
}
