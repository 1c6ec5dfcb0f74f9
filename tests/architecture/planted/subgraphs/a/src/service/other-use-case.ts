export const otherUseCase = 1;
