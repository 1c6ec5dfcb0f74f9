import { useNavigate } from 'react-router';
import type { ProductSort } from '../graph/generated/schema-types.ts';
import { useLanguage } from '../words/words.tsx';
import { changeCatalogUrl, type CatalogQuery } from './catalog-url.ts';

const SORTS: readonly ProductSort[] = ['NEWEST', 'NAME', 'PRICE_ASCENDING', 'PRICE_DESCENDING'];

export function SortChoice({ query }: { readonly query: CatalogQuery }) {
  const { words } = useLanguage();
  const navigate = useNavigate();
  return (
    <label className="flex items-center gap-2 text-sm">
      <span className="text-muted max-sm:sr-only">{words.catalog.sort}</span>
      <select
        className="h-11 rounded-full border border-line bg-card px-4 text-ink"
        value={query.sort}
        onChange={({ target }) => {
          const sort = SORTS.find((known) => known === target.value) ?? 'NEWEST';
          void navigate(changeCatalogUrl(query, { sort }), { preventScrollReset: true });
        }}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {words.catalog.sorts[sort]}
          </option>
        ))}
      </select>
    </label>
  );
}
