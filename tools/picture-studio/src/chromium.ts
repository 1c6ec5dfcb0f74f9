import { chromium, type Page } from 'playwright-core';
import { findBrowser, NO_BROWSER } from '../../../scripts/test-browser/find-browser.ts';
import type { Subject, TakePicture, View } from './subject.ts';

export interface Studio {
  /** A picture as PNG. */
  readonly take: (subject: Subject, view: View) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** Opens the studio in a headless browser that draws in software: the same pictures on every machine. */
export async function openStudio(script: string): Promise<Studio> {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error(NO_BROWSER);
  const browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
    ],
  });
  const page = await browser.newPage();
  const complaints = collectComplaints(page);
  await page.addScriptTag({ content: script });
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
  return {
    take: async (subject, view) => {
      const uri = await page.evaluate(
        ([of, from]) => (globalThis as unknown as { takePicture: TakePicture }).takePicture(of, from),
        [subject, view] as const,
      );
      if (complaints.length > 0) throw new Error(`${subject.slug}: ${complaints.join('\n')}`);
      return Buffer.from(uri.slice(uri.indexOf(',') + 1), 'base64');
    },
    close: () => browser.close(),
  };
}

/** A shader that does not compile is only a message on the console; here it must end the run. */
function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  return complaints;
}
