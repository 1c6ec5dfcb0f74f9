import { readFile } from 'node:fs/promises';
import type { Browser, Locator, Page } from '@playwright/test';
import { eventually } from '../galleria/eventually.ts';
import { linkMailedTo, untilMailed } from './mailbox.ts';
import { addToCart, expect, PASSWORD, signIn, test } from './visitor.ts';

const OTHER_PASSWORD = 'a quiet lamp in the corner';
const FIREFOX = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0';
const PDF = 'query ($id: ID!) { order(id: $id) { payment { invoice { pdf } } } }';
const REQUEST_EMAIL_CHANGE =
  'mutation ($input: RequestEmailChangeInput!) { requestEmailChange(input: $input) { __typename } }';
const GUEST = 'This page is for you, once we know you';

test('a forgotten password is replaced with a mailed link, which works once', async ({ page, customer }) => {
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  // The page before has a field of that name too.
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Forgotten your password?');
  await page.getByLabel('E-mail').fill(customer.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Have a look at your mail');
  const link = await linkMailedTo(customer.email, '/reset-password');
  await page.goto(link);
  await chooseNewPassword(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You have a new password');
  await expect(page).toHaveURL(/\/reset-password$/);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer, OTHER_PASSWORD);
  await page.goto(link);
  await chooseNewPassword(page);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more');
  await page.getByRole('link', { name: 'Have another link sent' }).click();
  await expect(page).toHaveURL(/\/forgot-password$/);
});

test('an address without an account gets the answer that every address gets', async ({ page }) => {
  await page.goto('/forgot-password');
  await page.getByLabel('E-mail').fill('nobody@example.com');
  await page.getByRole('button', { name: 'Send the link' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Have a look at your mail');
});

test('an address is confirmed by the newest link, and the account stops asking for it', async ({ page, customer }) => {
  const first = await linkMailedTo(customer.email, '/verify-email');
  await page.goto('/sign-in?to=/account');
  await signIn(page, customer);
  await expect(page.getByText('Please confirm your e-mail address')).toBeVisible();
  await page.getByRole('button', { name: 'Send another mail' }).click();
  await expect(page.getByText(`A mail is on its way to ${customer.email}`).first()).toBeVisible();
  const second = await linkMailedTo(customer.email, '/verify-email', first);
  await page.goto(first);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more');
  await expect(page.getByRole('button', { name: 'Send another mail' })).toBeVisible();
  await page.goto(second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your e-mail address is confirmed');
  await expect(page).toHaveURL(/\/verify-email$/);
  await page.goto(second);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your e-mail address is confirmed');
  await page.goto('/account');
  await expect(page.getByRole('heading', { name: 'Profile' })).toBeVisible();
  await expect(page.getByText('Please confirm your e-mail address')).toHaveCount(0);
});

test('a link confirms an address where nobody is signed in', async ({ page, customer }) => {
  const link = await linkMailedTo(customer.email, '/verify-email');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your e-mail address is confirmed');
  await page.goto(link);
  await page.getByRole('link', { name: 'Sign in to get another mail' }).click();
  await signIn(page, customer);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Your e-mail address is confirmed');
});

test('one browser signs another one out', async ({ page, browser, customer }) => {
  await page.goto('/sign-in?to=/account/security');
  await signIn(page, customer);
  const other = await signedInElsewhere(browser, customer);
  await page.reload();
  const row = page.getByRole('listitem').filter({ hasText: 'Firefox on Windows' });
  await row.getByRole('button', { name: 'Sign out' }).click();
  await expect(row).toHaveCount(0);
  await expect(page.getByRole('listitem').filter({ hasText: 'This one' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(GUEST);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Where you are signed in' })).toBeVisible();
  await other.context().close();
});

test('signing out everywhere ends this session and all others', async ({ page, browser, customer }) => {
  await page.goto('/sign-in?to=/account/security');
  await signIn(page, customer);
  const other = await signedInElsewhere(browser, customer);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await expect(page).toHaveURL(/:\d+\/$/);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
  await other.reload();
  await expect(other.getByRole('heading', { level: 1 })).toHaveText(GUEST);
  await other.context().close();
});

test('another password is set by who knows the current one, and ends the other sessions', async ({
  page,
  customer,
}) => {
  await page.goto('/sign-in?to=/account/security');
  await signIn(page, customer);
  // The customer signed up elsewhere.
  await expect(page.getByRole('listitem').filter({ hasText: 'Last used' })).toHaveCount(2);
  await page.getByLabel('Current password').fill('what was it again');
  await page.getByLabel('New password').fill(OTHER_PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('alert')).toContainText('This is not your password.');
  await page.getByLabel('Current password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('You have a new password. All other sessions have ended.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Last used' })).toHaveCount(1);
});

test('another e-mail address is asked for with the password, and is the account’s when its link is opened', async ({
  page,
  customer,
}) => {
  const newEmail = `new-${customer.email}`;
  await page.goto('/sign-in?to=/account/security');
  await signIn(page, customer);
  const card = page.getByRole('region', { name: 'E-mail address' });
  await expect(card).toContainText(`You sign in with ${customer.email}`);
  await card.getByRole('link', { name: 'Change it' }).click();
  const form = page.getByRole('main');
  await askFor(form, customer.email, PASSWORD);
  await expect(form.getByRole('alert')).toContainText('This is your address already.');
  await askFor(form, newEmail, 'what was it again');
  await expect(form.getByRole('alert')).toContainText('This is not your password.');
  await askFor(form, newEmail, PASSWORD);
  await expect(form).toContainText(`A link is on its way to ${newEmail}`);
  await untilMailed(customer.email, 'Your account is to have another e-mail address');
  const link = await linkMailedTo(newEmail, '/change-email');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You have a new e-mail address');
  await expect(page).toHaveURL(/\/change-email$/);
  await untilMailed(customer.email, 'Your e-mail address was changed');
  await page.goto(link);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('This link does not work any more');
  await page.getByRole('link', { name: 'To your account’s security' }).click();
  await expect(card).toContainText(`You sign in with ${newEmail}`);
});

test('a link that changes an address asks a guest to sign in, and then works', async ({ page, customer }) => {
  const newEmail = `new-${customer.email}`;
  const input = { newEmail, password: PASSWORD };
  await customer.sendText(REQUEST_EMAIL_CHANGE, { input });
  await page.goto(await linkMailedTo(newEmail, '/change-email'));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(GUEST);
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, customer);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You have a new e-mail address');
  await page.goto('/account');
  await expect(page.getByRole('textbox', { name: 'E-mail' })).toHaveValue(newEmail);
});

test('the address that is to be offered first is chosen at the checkout', async ({ page, customer }) => {
  await page.goto('/sign-in?to=/account/addresses');
  await signIn(page, customer);
  await page.getByRole('button', { name: 'Add an address' }).click();
  await page.getByLabel('Full name').fill('Tess Tester');
  await page.getByLabel('Street and number').fill('2 Harbour Road');
  await page.getByLabel('Postal code').fill('20095');
  await page.getByLabel('Town').fill('Hamburg');
  await page.getByLabel('Country').selectOption('Germany');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: /^Offer first.*2 Harbour Road$/ }).click();
  const chosen = page.getByRole('listitem').filter({ hasText: 'Offered first' });
  await expect(chosen).toContainText('2 Harbour Road');
  await page.getByRole('button', { name: /^Change.*2 Harbour Road$/ }).click();
  await page.getByLabel('Street and number').fill('3 Harbour Road');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(chosen).toContainText('3 Harbour Road');
  await addToCart(page, 'alder-table-lamp-walnut');
  await page.goto('/checkout');
  await expect(page.getByRole('radio', { name: '3 Harbour Road' })).toBeChecked();
});

test('mails come in the language that the profile names', async ({ page, customer }) => {
  await page.goto('/sign-in?to=/account');
  await signIn(page, customer);
  await page.getByLabel('We write to you in').selectOption('German');
  await page.getByRole('region', { name: 'Profile' }).getByRole('button', { name: 'Save' }).click();
  await expect(page.locator('#announcements')).toHaveText('Saved');
  await page.reload();
  await expect(page.getByLabel('We write to you in')).toHaveValue('DE');
  // It is told in the order of the account's events, of which the change of the language is one.
  await page.getByRole('button', { name: 'Send another mail' }).click();
  await untilMailed(customer.email, 'Bitte bestätigen Sie Ihre E-Mail-Adresse');
});

test('what is turned off in the shop still comes by mail, and only what can be is turned off', async ({
  page,
  customer,
}) => {
  await page.goto('/sign-in?to=/account/notifications');
  await signIn(page, customer);
  await page.getByRole('checkbox', { name: 'Your order is cancelled: In the shop' }).uncheck();
  await expect(page.locator('#announcements')).toHaveText('Saved');
  await page.reload();
  await expect(page.getByRole('checkbox', { name: 'Your order is cancelled: In the shop' })).not.toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'Your order is cancelled: By mail' })).toBeChecked();
  const fixed = page.getByRole('row', { name: /^Your order is confirmed/ });
  await expect(fixed).toContainText('The law wants you to know');
  await expect(fixed.getByRole('checkbox')).toHaveCount(0);
  const { data } = await customer.sendText('{ product(slug: "alder-table-lamp-walnut") { id } }');
  const order = await customer.order(data.product.id as string, ['CONFIRMED']);
  await customer.send('CancelOrder', { orderId: order.id });
  // Both ways are decided at once, so what is not in the shop by now never will be.
  await untilMailed(customer.email, 'cancelled');
  await page.goto('/notifications');
  await expect(page.getByText('Your order is confirmed')).toBeVisible();
  await expect(page.getByText('Your order is cancelled')).toHaveCount(0);
});

test('an invoice is a PDF in the language of the page', async ({ page, customer }) => {
  const { data } = await customer.sendText('{ product(slug: "alder-table-lamp-walnut") { id } }');
  const order = await customer.order(data.product.id as string, ['CONFIRMED']);
  // The first one of all waits for the library to be read, on a busy machine for longer than a page waits for a
  // service.
  await eventually(async () => {
    const answer = await customer.sendText(PDF, { id: order.id });
    return (answer.data?.order?.payment?.invoice?.pdf as string | undefined) ?? undefined;
  }, 'an invoice to be drawn');
  await page.goto(`/sign-in?to=/orders/${String(order.id)}`);
  await signIn(page, customer);
  const files = [];
  for (const [language, button, name] of [
    ['English', 'Invoice as PDF', /^Invoice \d{4}-\d{6}\.pdf$/],
    ['Deutsch', 'Rechnung als PDF', /^Rechnung \d{4}-\d{6}\.pdf$/],
  ] as const) {
    await page.getByRole('button', { name: language }).click();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toMatch(name);
    files.push(await readFile(await download.path()));
  }
  expect(files.map((file) => file.subarray(0, 5).toString())).toEqual(['%PDF-', '%PDF-']);
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(false);
});

test('an account is erased with its password, and nobody can sign in to it again', async ({ page, customer }) => {
  await page.goto('/sign-in?to=/account/security');
  await signIn(page, customer);
  await page.getByRole('button', { name: 'Erase my account' }).click();
  const dialog = page.getByRole('dialog', { name: 'Erase your account?' });
  await expect(dialog.getByLabel('Your password')).toBeFocused();
  await expect(dialog).toContainText('Orders and invoices stay');
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Erase my account' })).toBeFocused();
  await page.keyboard.press('Enter');
  await dialog.getByLabel('Your password').fill('not this one either');
  await dialog.getByRole('button', { name: 'Erase for ever' }).click();
  await expect(dialog.getByRole('alert')).toContainText('This is not your password.');
  await dialog.getByLabel('Your password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Erase for ever' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Farewell');
  await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail').fill(customer.email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('alert')).toContainText('No account has this address and password.');
});

async function askFor(form: Locator, email: string, password: string): Promise<void> {
  await form.getByLabel('New e-mail address').fill(email);
  await form.getByLabel('Password').fill(password);
  await form.getByRole('button', { name: 'Send the link' }).click();
}

async function chooseNewPassword(page: Page): Promise<void> {
  await page.getByLabel('New password').fill(OTHER_PASSWORD);
  await page.getByRole('button', { name: 'Save' }).click();
}

/** The same customer in another browser, on the page of their account. */
async function signedInElsewhere(browser: Browser, customer: { readonly email: string }): Promise<Page> {
  const context = await browser.newContext({ userAgent: FIREFOX });
  const page = await context.newPage();
  await page.goto('/sign-in?to=/account');
  await signIn(page, customer);
  return page;
}
