import { newId } from '@galleria/kit/identifiers';
import { everyOrder } from '@galleria/platform/testing/every-order';
import { expect } from 'vitest';
import type { EndState } from './end-state.ts';
import type { ConsumerStage, Outcome } from './stage.ts';
import type { ConsumerApp, Leaves, Stage, Step, Story, Told } from './story.ts';

/** One situation of one message, and a service to run it on. */
export interface Rehearsal {
  readonly stage: ConsumerStage;
  readonly situation: (stage: Stage<ConsumerApp>) => Promise<Story>;
  /** Types of messages that are told or not, as the order has it. */
  readonly passing: readonly string[];
  /** What a single delivery leaves behind, to which all others are held. */
  readonly once: () => Promise<EndState>;
}

type Run = (rehearsal: Rehearsal) => Promise<void>;

/** A clock that has moved on shows whether a repetition writes a time anew. */
const LATER_MS = 3_600_000;

/** What every message goes through, by what is then found. */
export const RUNS: Readonly<Record<string, Run>> = {
  'takes effect, and is noted in the same transaction': takeEffect,
  'takes effect once when it comes twice': repeat,
  'takes effect once when the same fact comes under two ids': repeatUnderAnotherId,
  'changes nothing when it comes again after its aggregate has moved on': repeatLater,
  'leaves what it should when it comes for the first time after its aggregate has moved on': comeLate,
  'ends the same in every order with its neighbours': comeInEveryOrder,
  'takes effect once when two instances handle it at the same moment': comeAtOnce,
  'takes effect whole or not at all when the process dies before a commit, and once when it comes again': crash,
};

export function createRehearsal(
  stage: ConsumerStage,
  situation: Rehearsal['situation'],
  passing: readonly string[] = [],
): Rehearsal {
  let known: EndState | undefined;
  const once = async (): Promise<EndState> => {
    if (known !== undefined) return known;
    const { message } = await begin({ stage, situation });
    await stage.deliver(message);
    return (known = await stage.state());
  };
  return { stage, situation, passing, once };
}

async function begin({ stage, situation }: Pick<Rehearsal, 'stage' | 'situation'>): Promise<Story> {
  await stage.clear();
  return situation(stage);
}

/** The story as far as its message, that came in time and once. */
async function tellOnce(rehearsal: Rehearsal): Promise<Story> {
  const story = await begin(rehearsal);
  await deliver(rehearsal.stage, story);
  return story;
}

/** Expects of a delivery what the story says of one that comes in time. */
async function deliver(stage: ConsumerStage, { message, refusedWith }: Story): Promise<void> {
  expect(await stage.deliver(message)).toEqual(outcomeOf(refusedWith));
}

function outcomeOf(code: string | undefined): Outcome {
  return code === undefined ? { kind: 'handled' } : { kind: 'dead-letter', code };
}

async function takeEffect(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const story = await begin(rehearsal);
  const before = await stage.state();
  await deliver(stage, story);
  const after = await stage.state();
  if (story.refusedWith === undefined) expect(after, 'the message has no effect').not.toEqual(before);
  else expect(after).toEqual(before);
  const isNoted = story.refusedWith === undefined && story.withoutInbox === undefined;
  expect((await stage.noted()).includes(story.message.id), 'whether the inbox knows the message').toBe(isNoted);
}

async function repeat(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const once = await rehearsal.once();
  const story = await tellOnce(rehearsal);
  stage.wait(LATER_MS);
  await deliver(stage, story);
  expect(await stage.state()).toEqual(once);
}

async function repeatUnderAnotherId(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const once = await rehearsal.once();
  const { message, repeated } = await tellOnce(rehearsal);
  stage.wait(LATER_MS);
  if ('takesEffectAgain' in repeated) {
    await stage.deliver(underAnotherId(message));
    return expect(await stage.state(), 'there is a second line: say so in the sample').not.toEqual(once);
  }
  await expectLeft(rehearsal, repeated.atOnce, { base: once, message: underAnotherId(message) });
}

async function repeatLater(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const once = await rehearsal.once();
  const story = await tellOnce(rehearsal);
  await stage.play(story.next);
  const movedOn = await stage.state();
  expect(movedOn, 'the aggregate has not moved on').not.toEqual(once);
  stage.wait(LATER_MS);
  await deliver(stage, story);
  expect(await stage.state()).toEqual(movedOn);
  if ('takesEffectAgain' in story.repeated) return;
  await expectLeft(rehearsal, story.repeated.later, { base: movedOn, message: underAnotherId(story.message) });
}

async function comeLate(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const { overtaken, neighbours, alone } = await begin(rehearsal);
  const isAlone = overtaken.length === 0 && neighbours.length === 0;
  expect(alone !== undefined, 'what overtakes the message, or why nothing does').toBe(isAlone);
  for (const [index, { leaves }] of overtaken.entries()) {
    // Before the run itself, because it has the stage to itself, too.
    const inOrder = leaves.kind === 'as-in-order' ? await stateInOrder(rehearsal, index) : undefined;
    const unhindered = leaves.kind === 'as-alone' ? await rehearsal.once() : undefined;
    const story = await begin(rehearsal);
    await stage.play(story.overtaken[index]?.by ?? []);
    const base = await stage.state();
    if (inOrder === undefined && unhindered === undefined) stage.wait(LATER_MS);
    await expectLeft(rehearsal, leaves, { base, inOrder, alone: unhindered, message: story.message });
  }
}

async function stateInOrder(rehearsal: Rehearsal, index: number): Promise<EndState> {
  const { overtaken } = await tellOnce(rehearsal);
  await rehearsal.stage.play(overtaken[index]?.by ?? []);
  return rehearsal.stage.state();
}

async function comeInEveryOrder(rehearsal: Rehearsal): Promise<void> {
  const { stage, passing } = rehearsal;
  const { neighbours } = await begin(rehearsal);
  if (neighbours.length === 0) return;
  let reference: EndState | undefined;
  for (const order of everyOrder([0, ...neighbours.map((_step, index) => index + 1)])) {
    const story = await begin(rehearsal);
    const steps: readonly Step[] = [story.message, ...story.neighbours];
    await stage.play(order.flatMap((index) => steps[index] ?? []));
    const state = withoutTold(await stage.state(), passing);
    reference ??= state;
    expect(state, `in the order ${order.map((index) => nameOf(steps[index])).join(', ')}`).toEqual(reference);
  }
}

function withoutTold(state: EndState, types: readonly string[]): EndState {
  return { ...state, outbox: (state['outbox'] ?? []).filter((row) => !types.includes(typeOfRow(row))) };
}

function nameOf(step: Step | undefined): string {
  return typeof step === 'object' ? step.type : String(step);
}

async function comeAtOnce(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const once = await rehearsal.once();
  const { message, refusedWith, repeated } = await begin(rehearsal);
  const outcome = outcomeOf(refusedWith);
  expect(await stage.deliverAtOnce(message, message)).toEqual([outcome, outcome]);
  expect(await stage.state()).toEqual(once);
  if ('takesEffectAgain' in repeated) return;
  const { message: one } = await begin(rehearsal);
  const [, second = outcome] = await stage.deliverAtOnce(one, underAnotherId(one));
  expectLeaves(repeated.atOnce, { base: once, after: await stage.state(), outcome: second });
}

async function crash(rehearsal: Rehearsal): Promise<void> {
  const { stage } = rehearsal;
  const once = await rehearsal.once();
  for (let nth = 1; ; nth += 1) {
    const story = await begin(rehearsal);
    const before = [await stage.state(), await stage.noted()];
    if (!(await stage.deliverWithCrash(story.message, nth))) return expectCommits(story, nth - 1);
    expect([await stage.state(), await stage.noted()], `after a crash at commit ${nth}`).toEqual(before);
    await deliver(stage, story);
    expect(await stage.state()).toEqual(once);
  }
}

/** What a message does is one transaction, and what it refuses is none. */
function expectCommits({ refusedWith }: Story, commits: number): void {
  expect(commits, 'transactions that write').toBe(refusedWith === undefined ? 1 : 0);
}

function underAnotherId(message: Told): Told {
  return { ...message, id: newId() };
}

async function expectLeft(
  { stage }: Rehearsal,
  leaves: Leaves,
  { message, ...states }: Omit<Left, 'after' | 'outcome'> & { readonly message: Told },
): Promise<void> {
  const outcome = await stage.deliver(message);
  expectLeaves(leaves, { ...states, after: await stage.state(), outcome });
}

interface Left {
  /** What there was before the message came. */
  readonly base: EndState;
  readonly inOrder?: EndState | undefined;
  readonly alone?: EndState | undefined;
  readonly after: EndState;
  readonly outcome: Outcome;
}

function expectLeaves(leaves: Leaves, { base, inOrder, alone, after, outcome }: Left): void {
  expect(outcome).toEqual(outcomeOf(leaves.kind === 'dead-letter' ? leaves.code : undefined));
  switch (leaves.kind) {
    case 'dead-letter':
      return expect(after).toEqual(base);
    case 'as-in-order':
      return expect(after).toEqual(inOrder);
    case 'as-alone':
      return expect(after).toEqual(alone);
    case 'marks': {
      expect(after).not.toEqual(base);
      return expect(unmarked(after, leaves.column)).toEqual(base);
    }
    case 'sends': {
      const added = without(after['outbox'] ?? [], base['outbox'] ?? []);
      expect({ ...after, outbox: base['outbox'] }).toEqual(base);
      expect(added.map(typeOfRow).toSorted()).toEqual(leaves.types.toSorted());
      return expect((after['outbox'] ?? []).length).toBe((base['outbox'] ?? []).length + added.length);
    }
  }
}

/** With a column as it was before anything marked it. */
function unmarked(state: EndState, column: string): EndState {
  const clear = (row: string) => {
    const columns = JSON.parse(row) as Record<string, unknown>;
    return column in columns ? JSON.stringify({ ...columns, [column]: null }) : row;
  };
  return Object.fromEntries(Object.entries(state).map(([table, rows]) => [table, rows.map(clear)]));
}

/** The rows that are there more often than before. */
function without(rows: readonly string[], known: readonly string[]): string[] {
  const left = [...known];
  return rows.filter((row) => {
    const index = left.indexOf(row);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}

function typeOfRow(row: string): string {
  return (JSON.parse(row) as { type: string }).type;
}
