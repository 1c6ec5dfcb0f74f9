import '../http/route.ts';

export const gateway = 1;
