/** How far a past order came. */
export type OrderEnd = 'CONFIRMED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED' | 'PAYMENT_FAILED';

export interface SeedOrder {
  /** Products by slug; pieces. */
  readonly lines: readonly (readonly [slug: string, quantity: number])[];
  readonly end: OrderEnd;
}

export interface SeedCustomer {
  readonly email: string;
  /** Oldest first. */
  readonly orders: readonly SeedOrder[];
}

/** The accounts are those that users brings. What is scarce is left for visitors. */
export const ADMINISTRATOR_EMAIL = 'admin@galleria.example';
export const SEED_PASSWORD = 'galleria';

export const customers: readonly SeedCustomer[] = [
  {
    email: 'ada@galleria.example',
    orders: [
      {
        lines: [
          ['morning-mug-ink-stoneware', 4],
          ['spring-carafe-clear-glass', 1],
        ],
        end: 'DELIVERED',
      },
      { lines: [['osier-chair-oak', 2]], end: 'SHIPPED' },
      { lines: [['hum-speaker-graphite', 1]], end: 'PAYMENT_FAILED' },
      {
        lines: [
          ['hum-speaker-walnut', 1],
          ['folio-notebook-grey-linen', 2],
        ],
        end: 'CONFIRMED',
      },
    ],
  },
  {
    email: 'grace@galleria.example',
    orders: [
      {
        lines: [
          ['estuary-vase-blue-glass', 1],
          ['reed-candle-holder-brass', 3],
        ],
        end: 'DELIVERED',
      },
      {
        lines: [
          ['dune-cushion-rust-linen', 2],
          ['dune-cushion-sand-linen', 2],
        ],
        end: 'CANCELLED',
      },
      { lines: [['moor-throw-fir-wool', 1]], end: 'SHIPPED' },
    ],
  },
  {
    email: 'henri@galleria.example',
    orders: [
      { lines: [['lantern-pendant-paper', 3]], end: 'DELIVERED' },
      {
        lines: [
          ['furrow-bowl-sage-stoneware', 6],
          ['furrow-serving-bowl-chalk-stoneware', 1],
        ],
        end: 'CONFIRMED',
      },
    ],
  },
  {
    email: 'mara@galleria.example',
    orders: [
      { lines: [['station-wall-clock-white', 1]], end: 'DELIVERED' },
      {
        lines: [
          ['sketchbook-ink-board', 5],
          ['quarry-pen-pot-concrete', 1],
        ],
        end: 'SHIPPED',
      },
    ],
  },
  {
    email: 'tomas@galleria.example',
    orders: [
      {
        lines: [
          ['burrow-stool-cork', 2],
          ['gather-basket-rattan', 1],
        ],
        end: 'DELIVERED',
      },
    ],
  },
];
