import { styleText } from 'node:util';

export type Style = Parameters<typeof styleText>[0];

/** Colours a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** Colours are for a terminal; NO_COLOR forbids them and FORCE_COLOR brings them into a pipe. */
export function createPaint(isTerminal: boolean, env: Readonly<Record<string, string | undefined>>): Paint {
  const isGiven = (name: string) => env[name] !== undefined && env[name] !== '';
  const coloured = !isGiven('NO_COLOR') && ((isTerminal && env['TERM'] !== 'dumb') || isGiven('FORCE_COLOR'));
  return (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text);
}
