import { describe, expect, it } from 'vitest';
import { cartOf, isQuantity, orderabilityProblem, quantityIn, without, withQuantity, type CartLine } from './cart.ts';

const EUR = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
const line = (productId: string, quantity = 1, amountMinor = 100): CartLine => ({
  productId,
  quantity,
  unitPrice: EUR(amountMinor),
  priceWhenAdded: EUR(amountMinor),
  name: null,
  isOnSale: true,
});
const cart = (...lines: CartLine[]) => cartOf('customer', lines, 'EUR');
const product = (productId: string, amountMinor = 100) => ({
  productId,
  name: null,
  price: EUR(amountMinor),
  isOnSale: true,
});

describe('a cart', () => {
  it('sums its lines, and comes to nothing when it is empty', () => {
    expect(cart(line('a', 2, 150), line('b', 1, 5)).total).toEqual(EUR(305));
    expect(cart().total).toEqual(EUR(0));
  });

  it('knows how many pieces of a product it holds', () => {
    expect(quantityIn(cart(line('a', 2)), 'a')).toBe(2);
    expect(quantityIn(cart(line('a', 2)), 'b')).toBe(0);
  });
});

describe('a quantity', () => {
  it.each([1, 2, 99])('of %d is possible', (quantity) => expect(isQuantity(quantity)).toBe(true));
  it.each([0, -1, 100, 1.5, Number.NaN, Infinity])('of %d is not', (quantity) =>
    expect(isQuantity(quantity)).toBe(false),
  );
});

describe('changing a quantity', () => {
  it('replaces a line where it stands, at today’s price, and adds a new one at the end', () => {
    const before = cart(line('a', 1), line('b', 1));
    const changed = withQuantity(before, 'a', 5, product('a', 70));
    expect(changed).toMatchObject({
      kind: 'changed',
      cart: { lines: [{ ...line('a', 5, 70), priceWhenAdded: EUR(100) }, line('b', 1)], total: EUR(450) },
    });
    const added = withQuantity(before, 'c', 1, product('c'));
    expect(added).toMatchObject({ cart: { lines: [{ productId: 'a' }, { productId: 'b' }, { productId: 'c' }] } });
  });

  it('refuses what is not sold: unknown, archived or in another currency', () => {
    const refused = { kind: 'product-unavailable', productIds: ['a'] };
    expect(withQuantity(cart(), 'a', 1, null)).toEqual(refused);
    expect(withQuantity(cart(), 'a', 1, { ...product('a'), isOnSale: false })).toEqual(refused);
    const dollars = { ...product('a'), price: { amountMinor: 1, currency: 'USD' } };
    expect(withQuantity(cart(), 'a', 1, dollars)).toEqual(refused);
  });

  it('refuses a quantity that is not possible before it looks at the product', () => {
    expect(withQuantity(cart(), 'a', 100, null)).toMatchObject({ kind: 'invalid-quantity' });
  });

  it('refuses a 51st product, but not more of the 50', () => {
    const full = cart(...Array.from({ length: 50 }, (_, index) => line(`p${index}`)));
    expect(withQuantity(full, 'another', 1, product('another'))).toMatchObject({ kind: 'invalid-quantity' });
    expect(withQuantity(full, 'p7', 9, product('p7'))).toMatchObject({ kind: 'changed' });
  });

  it('refuses a total that an order cannot come to', () => {
    const dear = product('a', 1_000_000_000);
    expect(withQuantity(cart(), 'a', 1, dear)).toMatchObject({ kind: 'changed' });
    expect(withQuantity(cart(), 'a', 2, dear)).toMatchObject({ kind: 'invalid-quantity' });
  });
});

describe('taking a product out', () => {
  it('leaves the other lines', () => {
    expect(without(cart(line('a', 2), line('b', 3)), 'a')).toEqual(cart(line('b', 3)));
    expect(without(cart(line('a')), 'b')).toEqual(cart(line('a')));
  });
});

describe('ordering a cart', () => {
  it('is possible when everything in it is sold', () => {
    expect(orderabilityProblem(cart(line('a')))).toBeNull();
  });

  it('is not when it is empty', () => {
    expect(orderabilityProblem(cart())).toEqual({ kind: 'cart-empty' });
  });

  it('names all products that are not sold any more', () => {
    const gone = (productId: string) => ({ ...line(productId), isOnSale: false });
    const foreign = { ...line('d'), unitPrice: { amountMinor: 1, currency: 'USD' } };
    expect(orderabilityProblem(cart(gone('a'), line('b'), gone('c'), foreign))).toEqual({
      kind: 'product-unavailable',
      productIds: ['a', 'c', 'd'],
    });
  });
});
