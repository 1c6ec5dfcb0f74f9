export function areDependenciesInstalled(root: string): boolean;

export interface Stamp {
  isFresh(): boolean;
  begin(): void;
  remember(): void;
}

export function createStamp(step: {
  readonly root: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly ignore?: (path: string) => boolean;
  readonly belongs?: (path: string) => boolean;
}): Stamp;
