/** A position in a file that a person can jump to, with the line that stands there. Line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

/** One thing that is wrong with the supergraph's configuration or schemas. */
export interface Problem {
  /** Stable: one of ours, GraphQL's, or Apollo Federation's composition error codes. */
  readonly code: string;
  readonly message: string;
  readonly subgraphs: readonly string[];
  readonly places: readonly Place[];
  /** What to do about it, where the code tells. */
  readonly hint?: string;
}

/** Everything that keeps the supergraph from being composed, at once. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
  readonly code = 'COMPOSITION_FAILED';
  readonly kind = 'invalid';
  readonly retriable = false;
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map((problem) => `${problem.code}: ${problem.message}`).join('\n'));
    this.problems = problems;
  }
}

/**
 * The problems as text for a terminal: code, subgraphs, message, each place with its line and a caret, and the hint.
 */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n\n');
}

/** `1 error`, `2 errors`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

/** The place of an offset in a text. */
export function placeAt(file: string, text: string, offset: number): Place {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  const column = offset - before.lastIndexOf('\n');
  return { file, line, column, text: text.split('\n')[line - 1] ?? '' };
}

function formatProblem(problem: Problem): string {
  const subgraphs = problem.subgraphs.length === 0 ? '' : ` (${problem.subgraphs.join(', ')})`;
  return [
    `${problem.code}${subgraphs}`,
    ...problem.message.split('\n').map((line) => `  ${line}`),
    ...problem.places.flatMap(formatPlace),
    ...(problem.hint === undefined ? [] : [`  hint: ${problem.hint}`]),
  ].join('\n');
}

function formatPlace(place: Place): string[] {
  const gutter = String(place.line);
  const indent = place.text.slice(0, place.column - 1).replace(/[^\t]/g, ' ');
  return [
    `  ${place.file}:${place.line}:${place.column}`,
    `    ${gutter} | ${place.text}`,
    `    ${' '.repeat(gutter.length)} | ${indent}^`,
  ];
}
