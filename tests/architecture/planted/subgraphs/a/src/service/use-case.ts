import '../repository/table.ts';
import '../api/resolver.ts';
export const useCase = 1;
