import { describe, expect, it } from 'vitest';
import { preferenceRows } from './preference-rows.ts';

const PREFERENCES = [
  { kind: 'PASSWORD_RESET', channel: 'EMAIL', enabled: true, required: true, because: 'SAFETY' },
  { kind: 'ORDER_CONFIRMED', channel: 'IN_APP', enabled: true, required: true, because: 'LAW' },
  { kind: 'ORDER_CONFIRMED', channel: 'EMAIL', enabled: true, required: true, because: 'LAW' },
  { kind: 'ORDER_SHIPPED', channel: 'IN_APP', enabled: true, required: false, because: null },
  { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false, required: false, because: null },
] as const;

describe('the rows of preferences', () => {
  it('are one for each kind, with what can be chosen first', () => {
    expect(preferenceRows(PREFERENCES).map(({ kind }) => kind)).toEqual([
      'ORDER_SHIPPED',
      'PASSWORD_RESET',
      'ORDER_CONFIRMED',
    ]);
  });

  it('have a place for each channel that the kind takes, and for no other', () => {
    const rows = new Map(preferenceRows(PREFERENCES).map((row) => [row.kind, row.of]));
    expect(rows.get('ORDER_SHIPPED')).toEqual({ IN_APP: PREFERENCES[3], EMAIL: PREFERENCES[4] });
    expect(rows.get('PASSWORD_RESET')).toEqual({ EMAIL: PREFERENCES[0] });
  });

  it('say why a kind cannot be turned off', () => {
    const reasons = Object.fromEntries(preferenceRows(PREFERENCES).map((row) => [row.kind, row.because]));
    expect(reasons).toEqual({ ORDER_SHIPPED: null, PASSWORD_RESET: 'SAFETY', ORDER_CONFIRMED: 'LAW' });
  });
});
