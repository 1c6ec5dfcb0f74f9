import type { Category } from '../domain/catalogue.ts';
import { productErrors } from '../domain/errors.ts';
import type { Product } from '../domain/product.ts';
import { searchWords } from '../domain/product-list.ts';
import { MAX_DISCOVERED, MAX_TYPED_LENGTH, MAX_TYPED_WORDS } from '../domain/discovery.ts';
import type { DiscoveryReader } from '../repository/discovery-reader.ts';

export interface RelatedRequest {
  readonly product: Product;
  readonly first: number;
}

export type Suggestion =
  { readonly kind: 'category'; readonly category: Category } | { readonly kind: 'product'; readonly product: Product };

export interface Discover {
  /** Others to look at, for each request in the order asked, in one query. */
  related(requests: readonly RelatedRequest[]): Promise<Product[][]>;
  /** What somebody who is still typing may mean, categories before products. Throws LIST_SIZE_INVALID. */
  suggestions(text: string, first: number): Promise<Suggestion[]>;
}

export function createDiscover({ reader }: { readonly reader: DiscoveryReader }): Discover {
  return {
    related: async (requests) => {
      const products = new Map(requests.map(({ product }) => [product.id, product]));
      const limit = Math.max(...requests.map(({ first }) => first));
      const rows = await reader.relatedTo([...products.values()], limit);
      return requests.map(({ product, first }) =>
        rows.filter(({ relatedToId }) => relatedToId === product.id).slice(0, first),
      );
    },
    suggestions: async (typed, first) => {
      requireListSize(first);
      const text = typed.slice(0, MAX_TYPED_LENGTH).replaceAll('\0', ' ').trim();
      const words = searchWords(text).slice(0, MAX_TYPED_WORDS);
      if (words.length === 0) return [];
      const [categories, products] = await Promise.all([
        // Whoever means a product still finds some: categories take no more than a third.
        reader.categoriesLike(text, words, Math.ceil(first / 3)),
        reader.productsLike(text, words, first),
      ]);
      const suggestions: Suggestion[] = [
        ...categories.map((category) => ({ kind: 'category', category }) as const),
        ...products.map((product) => ({ kind: 'product', product }) as const),
      ];
      return suggestions.slice(0, first);
    },
  };
}

/** Throws LIST_SIZE_INVALID for a `first` that is not from 1 to the most that is ever shown. */
export function requireListSize(first: number): void {
  if (first < 1 || first > MAX_DISCOVERED) throw productErrors.LIST_SIZE_INVALID({ first });
}
