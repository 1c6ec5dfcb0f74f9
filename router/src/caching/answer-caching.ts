export const NOT_KEPT = 'no-store';

/**
 * How long an answer may be kept, and by whom: no longer, and by nobody else, than each of the answers of subgraphs
 * that it is made of (docs/decisions/047-kept-answers.md).
 */
export interface AnswerCaching {
  /** Takes in the Cache-Control of one of them; undefined for what says nothing, and so must not be kept. */
  restrict(cacheControl: string | undefined): void;
  /** Somebody else may be answered differently. */
  restrictToClient(): void;
  /** The Cache-Control of the answer. */
  header(): string;
}

export function createAnswerCaching({ isForViewer }: { readonly isForViewer: boolean }): AnswerCaching {
  /** Undefined until something has come. */
  let seconds: number | undefined;
  let isPublic = !isForViewer;
  return {
    restrict: (cacheControl) => {
      const told = readCacheControl(cacheControl);
      seconds = Math.min(seconds ?? told.seconds, told.seconds);
      isPublic &&= told.isPublic;
    },
    restrictToClient: () => void (isPublic = false),
    header: () =>
      seconds === undefined || seconds === 0 ? NOT_KEPT : `${isPublic ? 'public' : 'private'}, max-age=${seconds}`,
  };
}

export interface Told {
  readonly seconds: number;
  readonly isPublic: boolean;
}

const NOTHING: Told = { seconds: 0, isPublic: false };
const MAX_AGE = /^max-age="?(\d{1,9})"?$/;

/** RFC 9111, section 5.2.2. Only what says that it is for everybody is. */
export function readCacheControl(text: string | undefined): Told {
  if (text === undefined) return NOTHING;
  let { seconds, isPublic } = NOTHING;
  for (const directive of text.toLowerCase().split(',')) {
    const said = directive.trim();
    // With field names behind it, or without.
    if (said === 'no-store' || said.startsWith('no-cache')) return NOTHING;
    if (said === 'public') isPublic = true;
    const maxAge = MAX_AGE.exec(said)?.[1];
    if (maxAge !== undefined) seconds = Number(maxAge);
  }
  return { seconds, isPublic };
}
