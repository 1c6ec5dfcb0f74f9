export interface SeedCategory {
  readonly slug: string;
  readonly name: string;
  readonly children: readonly { readonly slug: string; readonly name: string }[];
}

/** The shelves of the shop, in the order in which it shows them. */
export const categories: readonly SeedCategory[] = [
  {
    slug: 'lighting',
    name: 'Lighting',
    children: [
      { slug: 'table-lamps', name: 'Table lamps' },
      { slug: 'pendant-lamps', name: 'Pendant lamps' },
      { slug: 'floor-lamps', name: 'Floor lamps' },
    ],
  },
  {
    slug: 'seating',
    name: 'Seating',
    children: [
      { slug: 'chairs', name: 'Chairs' },
      { slug: 'stools', name: 'Stools' },
    ],
  },
  {
    slug: 'vases-and-candles',
    name: 'Vases & candles',
    children: [
      { slug: 'vases', name: 'Vases' },
      { slug: 'candle-holders', name: 'Candle holders' },
    ],
  },
  {
    slug: 'tableware',
    name: 'Tableware',
    children: [
      { slug: 'mugs', name: 'Mugs' },
      { slug: 'bowls', name: 'Bowls' },
      { slug: 'carafes', name: 'Carafes' },
    ],
  },
  {
    slug: 'clocks-and-sound',
    name: 'Clocks & sound',
    children: [
      { slug: 'wall-clocks', name: 'Wall clocks' },
      { slug: 'table-clocks', name: 'Table clocks' },
      { slug: 'speakers', name: 'Speakers' },
    ],
  },
  {
    slug: 'storage',
    name: 'Storage',
    children: [
      { slug: 'boxes', name: 'Boxes' },
      { slug: 'baskets', name: 'Baskets' },
      { slug: 'shelves', name: 'Shelves' },
    ],
  },
  {
    slug: 'textiles',
    name: 'Textiles',
    children: [
      { slug: 'cushions', name: 'Cushions' },
      { slug: 'throws', name: 'Throws' },
    ],
  },
  {
    slug: 'stationery',
    name: 'Stationery',
    children: [
      { slug: 'notebooks', name: 'Notebooks' },
      { slug: 'desk-objects', name: 'Desk objects' },
    ],
  },
];
