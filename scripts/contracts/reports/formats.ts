import { githubAnnotations } from './github.ts';
import { jsonReport } from './json.ts';
import { junitReport } from './junit.ts';
import { markdownReport } from './markdown.ts';
import type { Report } from './report.ts';
import { sarifReport } from './sarif.ts';
import { textReport } from './text.ts';

export type Format = 'text' | 'json' | 'github' | 'junit' | 'sarif' | 'markdown';

export const FORMATS: readonly Format[] = ['text', 'json', 'github', 'junit', 'sarif', 'markdown'];

export function isFormat(name: string): name is Format {
  return FORMATS.some((format) => format === name);
}

/** The report, without an end of line. `notes`: whether text for people tells what is safe, too. */
export function render(report: Report, format: Format, notes: boolean): string {
  switch (format) {
    case 'text':
      return textReport(report, notes);
    case 'json':
      return jsonReport(report);
    case 'github':
      return githubAnnotations(report);
    case 'junit':
      return junitReport(report);
    case 'sarif':
      return sarifReport(report);
    case 'markdown':
      return markdownReport(report);
  }
}
