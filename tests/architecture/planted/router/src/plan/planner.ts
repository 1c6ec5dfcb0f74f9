import '../engine/engine.ts';

export const planner = 1;
