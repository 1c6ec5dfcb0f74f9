/** The languages that customers are written to in. */
export type Language = 'en' | 'de';

export const LANGUAGES = ['en', 'de'] as const satisfies readonly Language[];
