/** The most related products, or suggestions, that one asks for. */
export const MAX_DISCOVERED = 20;

/** How much of what was typed counts: more is no search, but costs as one. */
export const MAX_TYPED_LENGTH = 100;
export const MAX_TYPED_WORDS = 8;
