/** The text of a form's field; nothing for one that is not there, or holds a file. */
export function formText(fields: FormData, name: string): string {
  const value = fields.get(name);
  return typeof value === 'string' ? value : '';
}
