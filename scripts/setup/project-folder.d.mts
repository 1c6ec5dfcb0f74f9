export function folderNameProblem(root: string): string | undefined;
export function readOnlyProblem(root: string): string | undefined;
