import type { Address } from './address.ts';

export type Role = 'CUSTOMER' | 'ADMINISTRATOR';
export type AccountStanding = 'ACTIVE' | 'SUSPENDED';
/** What mails are written in. */
export type Locale = 'EN' | 'DE';

export interface Account {
  readonly id: string;
  readonly email: string;
  /** Whether somebody has shown that the mail for the address reaches them. */
  readonly emailVerified: boolean;
  readonly name: string;
  readonly locale: Locale;
  readonly roles: readonly Role[];
  readonly standing: AccountStanding;
  readonly createdAt: Date;
  /** Counts the changes that others are told of, from 1 on. */
  readonly version: number;
  /** Oldest first. */
  readonly addresses: readonly Address[];
}

/** RFC 5321, section 4.5.3.1.3, without the angle brackets. */
const MAX_EMAIL_LENGTH = 254;
const MAX_NAME_LENGTH = 100;

/**
 * Mail addresses as people have them: plain local parts and domain names. Quoted local parts and bare host names are
 * left out on purpose; the last word about an address is a message that arrives.
 */
const EMAIL = /^[a-z0-9_'+-]+(\.[a-z0-9_'+-]+)*(?<!')@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;

/** Whether the shop would be left without anybody who runs it, if this account went. */
export function isLastAdministrator(accountId: string, administratorIds: readonly string[]): boolean {
  return administratorIds.includes(accountId) && administratorIds.length === 1;
}

/** How an address is stored and looked up. Spelling it with capitals does not make another account. */
export function normaliseEmail(email: string): string {
  return email.trim().toLowerCase();
}

/** Whether a normalised address can receive mail. */
export function isEmail(email: string): boolean {
  return email.length <= MAX_EMAIL_LENGTH && EMAIL.test(email);
}

/** The name without spaces around it, or null when it is empty or too long. */
export function readName(name: string): string | null {
  const trimmed = name.trim();
  return trimmed.length >= 1 && trimmed.length <= MAX_NAME_LENGTH ? trimmed : null;
}
