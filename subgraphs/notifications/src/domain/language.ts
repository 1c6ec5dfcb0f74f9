/** The languages that customers are written to in. */
export type Language = 'en' | 'de';

export const LANGUAGES = ['en', 'de'] as const satisfies readonly Language[];

/** Of an account that has not said. */
export const DEFAULT_LANGUAGE: Language = 'en';
