import { describe, expect, it } from 'vitest';
import { createLocalGraph, PLANNERS } from '../testing/local-graph.ts';
import { authorizing, changes, CLUB, type Person } from './testing/members.ts';

describe.each(PLANNERS)('with the planner %s, an operation of which something is not for everybody', (planner) => {
  let person: Person | undefined;
  const { asked, authorize } = authorizing(() => person);
  const graph = createLocalGraph(CLUB, { planner, authorize });

  async function ask(query: string, who?: Person, variables: Record<string, unknown> = {}) {
    person = who;
    graph.calls.length = 0;
    asked.length = 0;
    changes.length = 0;
    const { data, errors = [] } = await graph.ask(query, variables);
    expect(errors.filter(({ extensions }) => extensions['code'] !== 'UNAUTHORIZED_FIELD_OR_TYPE')).toEqual([]);
    return { data: data as unknown, denied: errors.map(({ path }) => path?.join('.')) };
  }

  const sent = () => graph.calls.map(({ query }) => query).join('\n');

  it('has a null and an error where it is left out, and no service hears of it', async () => {
    const query = '{ me { id name pay: salary } }';
    expect(await ask(query)).toEqual({ data: { me: { id: '1', name: 'Ada', pay: null } }, denied: ['me.pay'] });
    expect(sent()).not.toContain('salary');
    expect(await ask(query, { scopes: ['salaries'] })).toEqual({
      data: { me: { id: '1', name: 'Ada', pay: 7 } },
      denied: [],
    });
  });

  it('says which field or type it is about', async () => {
    await ask('{ open }');
    const { errors } = await graph.ask('{ me { salary id } }');
    expect(errors).toEqual([
      {
        message: 'Unauthorized field or type: Member.salary',
        path: ['me', 'salary'],
        extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' },
      },
    ]);
  });

  it('nulls the object around what must not be null, and asks nobody for what is null in any case', async () => {
    expect(await ask('{ open me { id code } }')).toEqual({ data: { open: 'open', me: null }, denied: ['me.code'] });
    expect(sent()).not.toContain('me');
    expect(await ask('{ open member { name code } }')).toEqual({ data: null, denied: ['member.code'] });
    expect(graph.calls).toEqual([]);
    expect(await ask('{ members { id code } }')).toEqual({ data: null, denied: ['members.0.code', 'members.1.code'] });
    expect(await ask('{ me { id boss { id code } } }')).toEqual({
      data: { me: { id: '1', boss: null } },
      denied: ['me.boss.code'],
    });
  });

  it('asks nobody when nothing is left of it', async () => {
    expect(await ask('{ report secret { id } me { salary boss { salary } } }')).toEqual({
      data: { report: null, secret: null, me: null },
      denied: ['report', 'secret', 'me.salary', 'me.boss.salary'],
    });
    expect(await ask('{ members { salary } }')).toEqual({ data: null, denied: ['members'] });
    expect(await ask('{ treasure { id } open }')).toEqual({ data: null, denied: ['treasure'] });
    expect(graph.calls).toEqual([]);
    expect(asked).toHaveLength(1);
  });

  it('needs what the type, the field and the type around it require', async () => {
    const query = '{ secret { id text } open }';
    const without = { open: 'open', secret: null };
    expect(await ask(query, {})).toEqual({ data: without, denied: ['secret'] });
    expect(await ask(query, { policies: ['read'] })).toEqual({ data: without, denied: ['secret'] });
    expect(await ask(query, { scopes: ['secrets'] })).toEqual({
      data: { open: 'open', secret: { id: 's', text: null } },
      denied: ['secret.text'],
    });
    expect(await ask(query, { scopes: ['secrets'], policies: ['read'] })).toEqual({
      data: { open: 'open', secret: { id: 's', text: 'psst' } },
      denied: [],
    });
  });

  it('needs all of one list of scopes or policies', async () => {
    expect((await ask('{ report }', { scopes: ['reports'] })).data).toEqual({ report: null });
    expect((await ask('{ report }', { scopes: ['admin'] })).data).toEqual({ report: 'all well' });
    expect((await ask('{ report }', { scopes: ['read', 'reports'] })).data).toEqual({ report: 'all well' });
    const weighed = (policies: readonly string[]) => ask('{ me { id weight } }', { policies });
    expect((await weighed(['doctor'])).data).toEqual({ me: { id: '1', weight: null } });
    expect((await weighed(['consent', 'doctor'])).data).toEqual({ me: { id: '1', weight: 60 } });
    expect((await weighed(['self'])).data).toEqual({ me: { id: '1', weight: 60 } });
  });

  it('asks once for all its policies, and for none where there are none', async () => {
    await ask('{ me { weight id } finds { ...S } } fragment S on Secret { text } ', {});
    expect(asked).toEqual([['doctor', 'consent', 'self', 'read']]);
    await ask('{ open me { id name } }');
    expect(asked).toEqual([]);
  });

  it('asks an interface for what any of its types requires, and each type for its own', async () => {
    expect(await ask('{ beings { id weight } }')).toEqual({
      data: {
        beings: [
          { id: '1', weight: null },
          { id: 'c', weight: null },
        ],
      },
      denied: ['beings.0.weight', 'beings.1.weight'],
    });
    expect(await ask('{ beings { id ... on Cat { weight } ... on Member { weight } } }')).toEqual({
      data: {
        beings: [
          { id: '1', weight: null },
          { id: 'c', weight: 4 },
        ],
      },
      denied: ['beings.0.weight'],
    });
  });

  it('leaves out fragments on a type, and tells so where such an object is', async () => {
    const query = `{ finds { __typename ... on Note { words } ...Hidden } }
      fragment Hidden on Secret { id text }`;
    const seen = await ask(query);
    expect(seen).toEqual({
      data: null,
      denied: ['finds.0.id', 'finds.0.text'],
    });
    expect(sent()).not.toContain('Secret');
    expect(await ask('{ finds { ... on Note { words } ... on Secret { text } } }')).toEqual({
      data: { finds: [{ text: null }, { words: 'milk' }] },
      denied: ['finds.0.text'],
    });
  });

  it('takes fields of one name together, wherever they are selected', async () => {
    const query =
      '{ ...A ...B me { boss { salary } } } fragment A on Query { me { salary } } fragment B on Query { me { name } }';
    expect(await ask(query)).toEqual({
      data: { me: { salary: null, name: 'Ada', boss: null } },
      denied: ['me.salary', 'me.boss.salary'],
    });
    expect(
      await ask('{ beings { ... on Member { boss { code } } ... on Being { id } ... on Member { boss { name } } } }'),
    ).toEqual({
      data: { beings: [{ boss: null, id: '1' }, { id: 'c' }] },
      denied: ['beings.0.boss.code'],
    });
  });

  it('takes fields of one name together at any depth, also where they are said of a type', async () => {
    const seen = { salary: null, name: 'Bob' };
    expect(
      await ask(
        '{ ...A ...B } fragment A on Query { me { boss { salary } } } fragment B on Query { me { boss { name } } }',
      ),
    ).toEqual({
      data: { me: { boss: seen } },
      denied: ['me.boss.salary'],
    });
    const members = '... on Member { boss { boss { salary } } } ... on Member { boss { boss { name } } }';
    expect((await ask(`{ beings { id ${members} } }`)).data).toEqual({
      beings: [{ id: '1', boss: { boss: seen } }, { id: 'c' }],
    });
    expect(await ask('{ beings { id ... on Being { weight } ... on Cat { weight } } }')).toEqual({
      data: {
        beings: [
          { id: '1', weight: null },
          { id: 'c', weight: null },
        ],
      },
      denied: ['beings.0.weight', 'beings.1.weight'],
    });
  });

  it('tells what is left out of some objects also where nothing else depends on what they are', async () => {
    expect(await ask('{ beings { id ... on Member { salary } } }')).toEqual({
      data: { beings: [{ id: '1', salary: null }, { id: 'c' }] },
      denied: ['beings.0.salary'],
    });
    expect(await ask('{ beings { id ... on Member { code } } }')).toEqual({
      data: null,
      denied: ['beings.0.code'],
    });
  });

  it('knows the enums that its fields are of', async () => {
    expect(await ask('{ me { id badge } badges }')).toEqual({
      data: { me: { id: '1', badge: null }, badges: null },
      denied: ['me.badge', 'badges'],
    });
    expect((await ask('{ badges }', {})).data).toEqual({ badges: ['GOLD'] });
  });

  it('knows what another service says of an entity, and shows nothing that was needed for that alone', async () => {
    expect(await ask('{ me { id bonus account { number } tax } }')).toEqual({
      data: { me: { id: '1', bonus: null, account: null, tax: null } },
      denied: ['me.bonus', 'me.account', 'me.tax'],
    });
    expect(graph.calls.map(({ service }) => service)).toEqual(['people']);
    expect((await ask('{ me { bonus tax } }', { scopes: ['salaries'] })).data).toEqual({ me: { bonus: 100, tax: 14 } });
  });

  it('looks at what is included only', async () => {
    const query = 'query ($all: Boolean!) { me { id salary @include(if: $all) ... @skip(if: $all) { code } } }';
    expect(await ask(query, {}, { all: false })).toEqual({ data: { me: { id: '1', code: 'code-1' } }, denied: [] });
    expect(await ask(query, {}, { all: true })).toEqual({
      data: { me: { id: '1', salary: null } },
      denied: ['me.salary'],
    });
  });

  it('does not execute a field of a mutation that is left out, and none when all of it is null', async () => {
    expect(await ask('mutation { set note rename { id salary } }')).toEqual({
      data: { set: 'set', note: null, rename: { id: '1', salary: null } },
      denied: ['note', 'rename.salary'],
    });
    expect(changes).toEqual(['set', 'rename']);
    expect(await ask('mutation { hush { id } rename { id code } }')).toEqual({
      data: { hush: null, rename: null },
      denied: ['hush', 'rename.code'],
    });
    expect([changes, graph.calls]).toEqual([[], []]);
  });

  it('tells of itself to everybody', async () => {
    const { data } = await ask(
      '{ __typename __type(name: "Secret") { name fields { name } } secret { __typename id } }',
    );
    expect(data).toEqual({
      __typename: 'Query',
      __type: { name: 'Secret', fields: [{ name: 'id' }, { name: 'text' }] },
      secret: null,
    });
  });

  it('is never answered as it was for somebody else, whoever asked first', async () => {
    const query = 'query Q { me { id salary code weight } }';
    const all = { scopes: ['salaries'], policies: ['self'] };
    const whole = { data: { me: { id: '1', salary: 7, code: 'code-1', weight: 60 } }, denied: [] };
    expect(await ask(query, all)).toEqual(whole);
    expect(await ask(query)).toEqual({ data: { me: null }, denied: ['me.salary', 'me.code', 'me.weight'] });
    expect((await ask(query, {})).data).toEqual({ me: { id: '1', salary: null, code: 'code-1', weight: null } });
    const both = await Promise.all([
      graph.engine.write({ query, context: undefined }),
      graph.engine.write({ query, context: undefined }),
    ]);
    expect(both.map(({ data }) => data)).toEqual([both[0]?.data, both[0]?.data]);
    expect(await ask(query, all)).toEqual(whole);
  });

  it('that was planned before anybody asked is nobody’s yet', async () => {
    const query = 'query Warm { me { id salary } }';
    expect(await graph.engine.warm(query)).toEqual([]);
    expect((await ask(query)).data).toEqual({ me: { id: '1', salary: null } });
    expect((await ask(query, { scopes: ['salaries'] })).data).toEqual({ me: { id: '1', salary: 7 } });
  });

  it('has nothing for anybody where nobody finds out who may what', async () => {
    const strict = createLocalGraph(CLUB, { planner });
    expect((await strict.ask('{ open me { id salary } }')).data).toEqual({
      open: 'open',
      me: { id: '1', salary: null },
    });
  });
});
