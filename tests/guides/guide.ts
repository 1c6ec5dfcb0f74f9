import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const GUIDES = resolve(import.meta.dirname, '../../docs/guides');

export interface Block {
  readonly language: string;
  /** What follows the language: the file that the block is, or the codes with which its commands are refused. */
  readonly info: readonly string[];
  readonly text: string;
}

export interface Guide {
  readonly blocks: readonly Block[];
  /** What stands below the heading, up to the next one. */
  section(title: string): readonly Block[];
}

export function readGuide(name: string): Guide {
  return parseGuide(name, readFileSync(resolve(GUIDES, `${name}.md`), 'utf8'));
}

/** Throws for a block that is no step: nobody would take it, and nobody would know. */
export function parseGuide(name: string, text: string): Guide {
  requireSteps(name, text);
  const sections = text.split(/^## /m);
  return {
    blocks: blocksOf(text),
    section: (title) => {
      const section = sections.find((candidate) => candidate.startsWith(`${title}\n`));
      if (section === undefined) throw new Error(`${name} has no section "${title}".`);
      return blocksOf(section);
    },
  };
}

function requireSteps(name: string, text: string): void {
  const blocks = blocksOf(text);
  if (text.match(/^\s*```/gm)?.length !== 2 * blocks.length) throw new Error(`${name} has a block that is not closed.`);
  for (const { language, info } of blocks) {
    if (language === 'diff' ? info.length === 0 : language === 'sh' || info.length === 1) continue;
    throw new Error(
      `${name} has a block that is neither a change, nor a command, nor a file: ${[language, ...info].join(' ')}`,
    );
  }
}

function blocksOf(text: string): Block[] {
  const blocks = text.matchAll(/^```(\w*)(?: (.*))?\n([\s\S]*?)^```$/gm);
  return [...blocks].map(([, language = '', info = '', content = '']) => {
    return { language, info: info.split(' ').filter((word) => word !== ''), text: content };
  });
}
