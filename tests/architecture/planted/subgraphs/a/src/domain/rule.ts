import { readFile } from 'node:fs';
export const rule = readFile;
