import type { RouteObject } from 'react-router';
import { ErrorPage } from './shell/error-page.tsx';
import { NotFound } from './shell/not-found.tsx';
import { Shell } from './shell/shell.tsx';

/** Each page's code comes when somebody goes there, beside its query. */
export const routes: RouteObject[] = [
  {
    element: <Shell />,
    hydrateFallbackElement: <div className="shell-header wordmark">Galleria</div>,
    children: [
      {
        errorElement: <ErrorPage />,
        children: [
          { index: true, lazy: () => import('./catalog/home-page.tsx') },
          { path: 'c/:category', lazy: () => import('./catalog/catalog-page.tsx') },
          { path: 'search', lazy: () => import('./catalog/catalog-page.tsx') },
          { path: 'p/:slug', lazy: () => import('./product/product-page.tsx') },
          { path: 'cart', lazy: () => import('./cart/cart-page.tsx') },
          { path: 'checkout', lazy: () => import('./checkout/checkout-page.tsx') },
          { path: 'orders/:id', lazy: () => import('./order/order-page.tsx') },
          { path: 'account', lazy: () => import('./account/account-page.tsx') },
          { path: 'sign-in', lazy: () => import('./account/sign-in-page.tsx') },
          { path: 'register', lazy: () => import('./account/register-page.tsx') },
          { path: 'notifications', lazy: () => import('./notifications/notifications-page.tsx') },
          { path: 'status', lazy: () => import('./services/status-page.tsx') },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
];
