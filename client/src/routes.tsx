import type { RouteObject } from 'react-router';
import { ErrorPage } from './shell/error-page.tsx';
import { loadShelves } from './shell/load-shelves.ts';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';

/** Each page's code comes when somebody goes there, beside its query. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    // Never shown: main.tsx renders when the first page is there.
    hydrateFallbackElement: <></>,
    children: [
      {
        errorElement: <ErrorPage />,
        children: [
          { index: true, lazy: () => import('./catalog/home-page.tsx') },
          { path: 'c/:category', lazy: () => import('./catalog/catalog-page.tsx') },
          { path: 'search', lazy: () => import('./catalog/catalog-page.tsx') },
          { path: 'p/:slug', lazy: () => import('./product/product-page.tsx') },
          { path: 'cart', loader: loadShelves, lazy: () => import('./cart/cart-page.tsx') },
          { path: 'checkout', lazy: () => import('./checkout/checkout-page.tsx') },
          { path: 'orders/:id', lazy: () => import('./order/order-page.tsx') },
          { path: 'account', lazy: () => import('./account/account-page.tsx') },
          { path: 'account/addresses', lazy: () => import('./account/addresses/addresses-page.tsx') },
          { path: 'account/security', lazy: () => import('./account/security/security-page.tsx') },
          { path: 'account/email', lazy: () => import('./account/email/email-page.tsx') },
          { path: 'account/notifications', lazy: () => import('./notifications/preferences-page.tsx') },
          { path: 'sign-in', loader: loadShelves, lazy: () => import('./account/sign-in/sign-in-page.tsx') },
          { path: 'register', loader: loadShelves, lazy: () => import('./account/sign-in/register-page.tsx') },
          { path: 'forgot-password', lazy: () => import('./account/sign-in/forgot-password-page.tsx') },
          { path: 'reset-password', lazy: () => import('./account/sign-in/reset-password-page.tsx') },
          { path: 'verify-email', lazy: () => import('./account/verification/verify-email-page.tsx') },
          { path: 'change-email', lazy: () => import('./account/email/change-email-page.tsx') },
          { path: 'farewell', lazy: () => import('./account/security/farewell-page.tsx') },
          { path: 'notifications', lazy: () => import('./notifications/notifications-page.tsx') },
          { path: 'status', lazy: () => import('./services/status-page.tsx') },
          { path: '*', loader: loadShelves, element: <NotFound /> },
        ],
      },
    ],
  },
];
