import '../http/route.ts';

export const engine = 1;
