export const SERVICES = ['products', 'users', 'orders', 'inventory', 'payments', 'notifications'] as const;
export type ServiceName = (typeof SERVICES)[number];
