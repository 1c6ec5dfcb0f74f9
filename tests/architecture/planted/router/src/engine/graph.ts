import '../plan/some-planner.ts';

export const graph = 1;
