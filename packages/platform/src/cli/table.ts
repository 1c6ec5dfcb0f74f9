export interface Column {
  readonly title: string;
  readonly align?: 'left' | 'right';
}

export interface Cell {
  readonly text: string;
  /** Applied after the text was padded, so that colour does not count as width. */
  readonly paint?: (text: string) => string;
}

const GAP = '   ';

/** Lines of a plain table, each column as wide as its widest cell. */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly Cell[])[],
  paintTitle: (text: string) => string,
): string[] {
  const widths = columns.map(({ title }, index) =>
    Math.max(title.length, ...rows.map((row) => row[index]?.text.length ?? 0)),
  );
  const renderRow = (cells: readonly Cell[]) =>
    columns
      .map(({ align = 'left' }, index) => {
        const { text, paint = (plain: string) => plain } = cells[index] ?? { text: '' };
        const missing = ' '.repeat((widths[index] ?? 0) - text.length);
        return align === 'right' ? missing + paint(text) : paint(text) + (isLast(index) ? '' : missing);
      })
      .join(GAP)
      .trimEnd();
  const isLast = (index: number) => index === columns.length - 1;
  return [renderRow(columns.map(({ title }) => ({ text: title, paint: paintTitle }))), ...rows.map(renderRow)];
}
