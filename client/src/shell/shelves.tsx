import { useFragment } from '@apollo/client/react';
import { useId, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { NavLink } from 'react-router';
import { useLanguage } from '../words/words.tsx';
import { SiteHeaderFragmentDoc } from './generated/site-header.ts';

const ROOT = 'ROOT_QUERY';

/**
 * The ways to the categories: on a narrow screen a row to be pushed, on a wide one what fits, and the others folded
 * into a menu.
 */
export function Shelves() {
  const { words } = useLanguage();
  const id = useId();
  const { data, complete } = useFragment({ fragment: SiteHeaderFragmentDoc, from: ROOT });
  const shelves = (complete ? (data.categories ?? []) : []).map(({ slug, name }) => ({
    to: `/c/${slug}`,
    name: words.catalog.categoryName(slug, name),
  }));
  const row = useRef<HTMLDivElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  const fitting = useFitting(row);
  const close = () => menu.current?.hidePopover();
  const links = (from: number, className: string) =>
    shelves.slice(from).map(({ to, name }, index) => (
      <NavLink
        key={to}
        to={to}
        title={name}
        className={`shelf ${className} ${from === 0 && index >= fitting ? 'invisible' : ''}`}
      >
        {name}
      </NavLink>
    ));
  return (
    <nav aria-label={words.shell.shelves} className="shelves">
      <div ref={row} className="shelf-row">
        {links(0, 'truncate')}
      </div>
      {fitting < shelves.length ? (
        <div
          onBlur={({ currentTarget, relatedTarget }) => {
            if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) close();
          }}
        >
          <button type="button" popoverTarget={id} className="shelf">
            {words.shell.more}
          </button>
          <div ref={menu} id={id} popover="auto" className="shelf-menu" onClick={close}>
            {links(fitting, 'wrap-anywhere')}
          </div>
        </div>
      ) : null}
    </nav>
  );
}

/** How many of its parts a row that wraps has in its first line, whatever the font, the language and the window are. */
function useFitting(row: RefObject<HTMLElement | null>): number {
  const [fitting, setFitting] = useState(Infinity);
  useLayoutEffect(() => {
    const parts = [...(row.current?.children ?? [])] as HTMLElement[];
    const measure = () => {
      const wrapped = parts.findIndex(({ offsetTop }) => offsetTop > (parts[0]?.offsetTop ?? 0));
      setFitting(wrapped < 0 ? Infinity : wrapped);
    };
    const observer = new ResizeObserver(measure);
    for (const part of [row.current, ...parts]) if (part !== null) observer.observe(part);
    measure();
    return () => observer.disconnect();
  });
  return fitting;
}
