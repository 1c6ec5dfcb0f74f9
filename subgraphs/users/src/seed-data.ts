import type { Locale } from './domain/account.ts';
import type { SeedAccount } from './service/account/seed-accounts.ts';

/** All seeded accounts sign in with it. It is in the README, and sign-up would refuse it. */
export const SEED_PASSWORD = 'galleria';

/** Believable people to look around as. The first two are the ones that the documentation uses. */
export const seedAccounts: readonly SeedAccount[] = [
  customer('ada@galleria.example', 'Ada Lindqvist', [
    ['Ada Lindqvist', 'Brunnsgatan 14', 'Door code 1815', 'Stockholm', '111 38', 'SE'],
    ['Ada Lindqvist, c/o Analytical Studio', 'Hornsgatan 52', null, 'Stockholm', '118 21', 'SE'],
  ]),
  customer('grace@galleria.example', 'Grace Okafor', [
    ['Grace Okafor', '27 Chapel Street', 'Flat 3', 'Edinburgh', 'EH8 9AY', 'GB'],
  ]),
  customer('henri@galleria.example', 'Henri Moreau', [
    ['Henri Moreau', '8 rue des Tanneurs', null, 'Lyon', '69001', 'FR'],
  ]),
  customer(
    'mara@galleria.example',
    'Mara Weiss',
    [['Mara Weiss', 'Lindenstraße 41', 'Hinterhaus, 2. OG', 'Berlin', '10969', 'DE']],
    'DE',
  ),
  customer('tomas@galleria.example', 'Tomás Ferreira', [
    ['Tomás Ferreira', 'Rua das Flores 118', '1.º esq.', 'Porto', '4050-263', 'PT'],
  ]),
  { ...customer('admin@galleria.example', 'Ines Hartmann', []), roles: ['ADMINISTRATOR'] },
];

type AddressRow = readonly [
  fullName: string,
  line1: string,
  line2: string | null,
  city: string,
  postalCode: string,
  country: string,
];

function customer(email: string, name: string, addresses: readonly AddressRow[], locale: Locale = 'EN'): SeedAccount {
  return {
    email,
    name,
    locale,
    roles: ['CUSTOMER'],
    addresses: addresses.map(([fullName, line1, line2, city, postalCode, country]) => ({
      fullName,
      line1,
      line2,
      city,
      postalCode,
      country,
    })),
  };
}
