import '../service/other-use-case.ts';
export const table = 1;
