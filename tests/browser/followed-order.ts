import type { Page } from '@playwright/test';
import type { Customer } from '../galleria/customer.ts';
import { expect, signIn } from './visitor.ts';

/** What a page asks again by itself. */
const ASKED_AGAIN = ['WatchOrder', 'RefreshStock', 'NotificationsPage'];

export async function openOrder(page: Page, customer: Customer, orderId: unknown): Promise<void> {
  await page.goto(`/orders/${String(orderId)}`);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer);
  await expect(page.locator('[data-status]')).toHaveText('Confirmed');
}

/** What the page asks again from now on, and how often it was told something. */
export function watch(page: Page) {
  const asked: string[] = [];
  const frames: string[] = [];
  page.on('request', (request) => {
    if (new URL(request.url()).pathname !== '/graphql' || request.method() !== 'POST') return;
    const { operationName = '' } = request.postDataJSON() as { readonly operationName?: string };
    if (ASKED_AGAIN.includes(operationName)) asked.push(operationName);
  });
  page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
  return { asked, told: (field: string) => frames.filter((frame) => frame.includes(`"${field}"`)).length };
}
