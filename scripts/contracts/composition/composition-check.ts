import { join } from 'node:path';
import { placeAt, type Problem } from '../../compose/problem.ts';
import { readText } from '../../compose/schema-text.ts';
import type { CheckContext } from '../check.ts';
import type { Finding, Severity } from '../finding.ts';

const SUPERGRAPH = 'router/supergraph.graphql';

/** That the subgraphs compose, and that the committed supergraph is what they compose to. */
export async function checkComposition({ root, graph }: CheckContext): Promise<readonly Finding[]> {
  const { warnings, supergraphSdl } = await graph();
  return [
    ...warnings.map((warning) => toFinding(warning, 'warning')),
    ...staleness(readWritten(join(root, SUPERGRAPH)), supergraphSdl),
  ];
}

/** A problem of composition, as a finding. The subgraphs that it is about are said first, as the compose verb does. */
export function toFinding({ code, message, subgraphs, places, hint }: Problem, severity: Severity): Finding {
  return {
    check: 'composition',
    code,
    severity,
    message: subgraphs.length === 0 ? message : `${subgraphs.join(', ')}: ${message}`,
    places,
    ...(hint === undefined ? {} : { hint }),
  };
}

function staleness(written: string | undefined, composed: string): Finding[] {
  if (written === composed) return [];
  const offset = written === undefined ? -1 : firstDifference(written, composed);
  return [
    {
      check: 'composition',
      code: 'SUPERGRAPH_STALE',
      severity: 'error',
      message:
        written === undefined ? `There is no ${SUPERGRAPH}.` : `${SUPERGRAPH} is not what the schemas compose to.`,
      places: written === undefined ? [] : [placeAt(SUPERGRAPH, written, offset)],
      hint: 'Run `npm run compose` and commit the file.',
    },
  ];
}

/** The beginning of the first line that differs. */
function firstDifference(one: string, other: string): number {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  return one.lastIndexOf('\n', at - 1) + 1;
}

function readWritten(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined;
  }
}
