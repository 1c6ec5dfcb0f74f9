import { expect, it, onTestFinished } from 'vitest';
import { addProduct, startProducts } from './fixtures.ts';

const READ = 'query ($slug: String!) { product(slug: $slug) { id name } }';

it('a migration that changes the type of a column under the running service costs no query', async () => {
  const service = await startProducts();
  onTestFinished(() => service.stop());
  const { id, slug } = await addProduct(service);
  const ask = () => Promise.all([READ, READ, READ].map((document) => service.query(document, { variables: { slug } })));
  const answers = await ask();
  expect(answers[0]).toMatchObject({ data: { product: { id } } });
  await service.database.pool.query('alter table products alter currency type varchar(3)');
  expect(await ask()).toEqual(answers);
});
