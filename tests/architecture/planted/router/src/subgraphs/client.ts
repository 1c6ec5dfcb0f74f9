import '../engine/engine.ts';

export const client = 1;
