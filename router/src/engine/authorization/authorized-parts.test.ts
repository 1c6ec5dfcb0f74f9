import { describe, expect, it } from 'vitest';
import { allParts } from '../testing/in-parts.ts';
import { createLocalGraph, PLANNERS } from '../testing/local-graph.ts';
import { authorizing, CLUB, type Person } from './testing/members.ts';

const PAY = `{ me { id ... @defer(label: "pay") { salary bonus } } }`;
const UNAUTHORIZED = { code: 'UNAUTHORIZED_FIELD_OR_TYPE' };

const unauthorized = (coordinate: string, ...path: readonly (string | number)[]) => ({
  message: `Unauthorized field or type: ${coordinate}`,
  path,
  extensions: UNAUTHORIZED,
});

describe.each(PLANNERS)('with the planner %s, what is deferred and not for everybody', (planner) => {
  let person: Person | undefined;
  const { authorize } = authorizing(() => person);
  const graph = createLocalGraph(CLUB, { planner, authorize });

  it('is told of in its own part, and asks nobody', async () => {
    person = undefined;
    graph.calls.length = 0;
    expect(await allParts(graph, PAY)).toEqual([
      { data: { me: { id: '1' } }, hasNext: true },
      {
        incremental: [
          {
            path: ['me'],
            label: 'pay',
            data: { salary: null, bonus: null },
            errors: [unauthorized('Member.salary', 'me', 'salary'), unauthorized('Member.bonus', 'me', 'bonus')],
          },
        ],
        hasNext: false,
      },
    ]);
    expect(graph.calls.map(({ service }) => service)).toEqual(['people']);
  });

  it('comes as far as one may see it, and whole to another who asks the same', async () => {
    const [part] = [{ data: { me: { id: '1' } }, hasNext: true }];
    person = { scopes: ['salaries'] };
    const whole = { path: ['me'], label: 'pay', data: { salary: 7, bonus: 100 } };
    expect(await allParts(graph, PAY)).toEqual([part, { incremental: [whole], hasNext: false }]);
    person = {};
    const some = {
      path: ['me'],
      label: 'pay',
      data: { salary: null, bonus: 100 },
      errors: [unauthorized('Member.salary', 'me', 'salary')],
    };
    expect(await allParts(graph, PAY)).toEqual([part, { incremental: [some], hasNext: false }]);
  });

  it('takes the part alone where it must not be null', async () => {
    person = undefined;
    const parts = await allParts(graph, '{ me { id ... @defer { name code } } }');
    expect(parts).toEqual([
      { data: { me: { id: '1' } }, hasNext: true },
      {
        incremental: [{ path: ['me'], data: null, errors: [unauthorized('Member.code', 'me', 'code')] }],
        hasNext: false,
      },
    ]);
  });

  it('is told of with the first part where that is null', async () => {
    person = undefined;
    graph.calls.length = 0;
    expect(await allParts(graph, '{ secret { id ... @defer { text } } }')).toEqual([
      { data: { secret: null }, errors: [unauthorized('Query.secret', 'secret')], hasNext: false },
    ]);
    expect(graph.calls).toEqual([]);
  });
});

describe.each(PLANNERS)('with the planner %s, events of which something is not for everybody', (planner) => {
  let person: Person | undefined;
  const followed: string[] = [];
  const graph = createLocalGraph(CLUB, {
    planner,
    authorize: authorizing(() => person).authorize,
    subscribe: async function subscribe(_service, { query }) {
      followed.push(query);
      return (async function* events() {
        yield { data: { renamed: { __typename: 'Member', id: '1', name: 'Ada' } } };
      })();
    },
  });
  const follow = async (query: string) => {
    followed.length = 0;
    const answer = await graph.engine.subscribe({ query, context: undefined, signal: new AbortController().signal });
    if (!(Symbol.asyncIterator in answer)) return [JSON.parse(JSON.stringify(answer)) as unknown];
    const events: unknown[] = [];
    for await (const event of answer) events.push(JSON.parse(JSON.stringify(event)));
    return events;
  };

  it('come without it', async () => {
    person = undefined;
    expect(await follow('subscription { renamed { id name salary } }')).toEqual([
      {
        data: '{"renamed":{"id":"1","name":"Ada","salary":null}}',
        errors: [unauthorized('Member.salary', 'renamed', 'salary')],
        isWrittenAtOnce: false,
        plans: expect.not.stringContaining('salary'),
      },
    ]);
    expect(followed.join()).not.toContain('salary');
  });

  it('are not followed by whom nothing would be told', async () => {
    person = undefined;
    const [answer, ...others] = await follow('subscription { whispers { id } }');
    expect([answer, others, followed]).toEqual([
      {
        data: '{"whispers":null}',
        errors: [unauthorized('Subscription.whispers', 'whispers')],
        isWrittenAtOnce: false,
        plans: expect.not.stringContaining('whispers'),
      },
      [],
      [],
    ]);
    const asked = await graph.ask('subscription { whispers { id } }');
    expect(asked.errors?.[0]?.extensions).toEqual({ code: 'SUBSCRIPTION_NEEDS_A_STREAM' });
  });
});
