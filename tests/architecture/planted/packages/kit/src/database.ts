import '../../../subgraphs/a/src/service/use-case.ts';
export const database = 1;
