import '../../subgraphs/b/src/app.ts';
export const app = 1;
