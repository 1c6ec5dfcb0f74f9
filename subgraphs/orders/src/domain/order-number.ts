/** Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O or U, which are misread and misheard. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 8;

const NUMBER = new RegExp(`^G[${ALPHABET}]{${LENGTH}}$`);

/** How many random bytes a number takes. */
export const ORDER_NUMBER_BYTES = LENGTH;

/**
 * A number such as `G-7K3M-92QX`, to be read out on the telephone. 40 random bits: it tells nothing about how many
 * orders there are, cannot be guessed, and two alike are rare enough that a unique constraint and another try settle
 * it.
 */
export function orderNumber(random: Uint8Array): string {
  if (random.length < LENGTH) throw new RangeError(`an order number takes ${LENGTH} random bytes`);
  const symbols = Array.from(random.subarray(0, LENGTH), (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('');
  return `G-${symbols.slice(0, 4)}-${symbols.slice(4)}`;
}

/**
 * The number that somebody read out or typed, whatever case, hyphens and look-alike letters they used; null when it is
 * none.
 */
export function orderNumberFrom(text: string): string | null {
  const symbols = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');
  return NUMBER.test(symbols) ? `${symbols.slice(0, 1)}-${symbols.slice(1, 5)}-${symbols.slice(5)}` : null;
}
