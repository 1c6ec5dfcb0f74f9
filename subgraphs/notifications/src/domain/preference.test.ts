import { describe, expect, it } from 'vitest';
import { NOTIFICATION_KINDS, oneTimeLinkOf } from './occasion.ts';
import { channelsFor, preferencesOf } from './preference.ts';

const off = preferencesOf([]).map(({ kind, channel }) => ({ kind, channel }));

describe('what customers choose to be told', () => {
  it('is everything, until they choose', () => {
    expect(preferencesOf([]).every(({ enabled }) => enabled)).toBe(true);
    expect(channelsFor('ORDER_SHIPPED', [])).toEqual(['IN_APP', 'EMAIL']);
  });

  it('is one kind through one channel at a time', () => {
    const optOuts = [{ kind: 'ORDER_SHIPPED', channel: 'EMAIL' }] as const;
    expect(channelsFor('ORDER_SHIPPED', optOuts)).toEqual(['IN_APP']);
    expect(channelsFor('ORDER_DELIVERED', optOuts)).toEqual(['IN_APP', 'EMAIL']);
    expect(preferencesOf(optOuts).filter(({ enabled }) => !enabled)).toEqual([
      { kind: 'ORDER_SHIPPED', channel: 'EMAIL', enabled: false, required: false, because: null },
    ]);
  });

  it('never leaves out what the law or the safety of the account wants', () => {
    const told = NOTIFICATION_KINDS.filter((kind) => channelsFor(kind, off).includes('EMAIL'));
    expect(told.sort()).toEqual([
      'EMAIL_CHANGED',
      'EMAIL_CHANGE_REQUESTED',
      'EMAIL_VERIFICATION',
      'NEW_EMAIL_VERIFICATION',
      'ORDER_CONFIRMED',
      'PASSWORD_CHANGED',
      'PASSWORD_RESET',
      'PAYMENT_FAILED',
      'REFUNDED',
      'WELCOME',
    ]);
    expect(preferencesOf(off).filter(({ required, enabled }) => required && !enabled)).toEqual([]);
  });

  it('keeps links that work once out of the inbox', () => {
    const withLink = NOTIFICATION_KINDS.filter((kind) => oneTimeLinkOf(kind) !== undefined);
    expect(withLink).toEqual(
      expect.arrayContaining(['EMAIL_VERIFICATION', 'NEW_EMAIL_VERIFICATION', 'PASSWORD_RESET']),
    );
    for (const kind of withLink) expect(channelsFor(kind, [])).toEqual(['EMAIL']);
  });
});
