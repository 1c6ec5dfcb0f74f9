export const planner = 1;
