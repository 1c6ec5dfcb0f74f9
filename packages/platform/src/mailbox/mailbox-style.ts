/** The page's whole look. It follows the system's light or dark setting and loads nothing from elsewhere. */
export const MAILBOX_STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf8, #17161a); --card: light-dark(#ffffff, #201f24); --line: light-dark(#e5e1da, #35333b);
  --ink: light-dark(#1f1d1a, #eceaf0); --faint: light-dark(#78726a, #9d98a6); --accent: light-dark(#8a4b2d, #e0a080);
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 56rem; margin: 0 auto; padding: 0 1.5rem; }
header { display: flex; align-items: baseline; gap: 1rem; padding-top: 2rem; padding-bottom: 1rem; }
h1 { font: 600 1.5rem/1.2 Georgia, serif; margin: 0; }
a { color: inherit; text-decoration: none; }
a:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 6px; }
.faint { color: var(--faint); font-size: 0.875rem; }
.push { margin-left: auto; }
ol { list-style: none; margin: 0 0 3rem; padding: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
li + li { border-top: 1px solid var(--line); }
li a { display: grid; grid-template-columns: 1fr auto; gap: 0.125rem 1rem; padding: 0.875rem 1.25rem; }
li a:hover { background: color-mix(in srgb, var(--accent) 8%, transparent); }
li strong { font-weight: 600; overflow-wrap: anywhere; }
li .faint:last-child { grid-column: 1 / -1; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.empty { border: 1px dashed var(--line); border-radius: 12px; padding: 4rem 1.5rem; text-align: center; color: var(--faint); }
article { background: var(--card); border: 1px solid var(--line); border-radius: 12px; margin-bottom: 1.5rem; overflow: hidden; }
article > h2 { margin: 0; padding: 0.75rem 1.25rem; font-size: 0.8125rem; font-weight: 600; color: var(--faint); border-bottom: 1px solid var(--line); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0.25rem 1.25rem; margin: 0; padding: 1rem 1.25rem; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
pre { margin: 0; padding: 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; font: 0.875rem/1.6 ui-monospace, monospace; }
iframe { display: block; width: 100%; height: 36rem; border: 0; background: #ffffff; }
summary { cursor: pointer; padding: 0.75rem 1.25rem; color: var(--faint); font-size: 0.8125rem; font-weight: 600; }
`;
