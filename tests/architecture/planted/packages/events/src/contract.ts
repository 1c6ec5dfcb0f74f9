import '../../kit/src/database.ts';
export const contract = 1;
