import '../../../simulation/schedule.ts';
export const studio = 1;
