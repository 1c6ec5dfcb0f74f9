import '../repository/table.ts';
export const resolver = 1;
