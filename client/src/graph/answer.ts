/** The graph did not answer, or left a hole where its answer would be. */
const AWAY = { code: 'TEMPORARILY_UNAVAILABLE' } as const;

/**
 * What a mutation came to: the field's result, which may be a problem with a code of its own, or that nobody answered.
 */
export async function answerOf<Data, Field extends keyof Data>(
  sent: Promise<{ readonly data?: Data | null | undefined }>,
  field: Field,
): Promise<NonNullable<Data[Field]> | typeof AWAY> {
  const { data } = await sent.catch(() => ({ data: undefined }));
  return data?.[field] ?? AWAY;
}
