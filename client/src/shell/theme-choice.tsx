import { useState, useSyncExternalStore } from 'react';
import { Icon } from '../ui/icons.tsx';
import { useLanguage } from '../words/words.tsx';

type Theme = 'light' | 'dark';

const systemIsDark = window.matchMedia('(prefers-color-scheme: dark)');

/** The system's theme until somebody chooses; then theirs, which index.html sets before anything is painted. */
export function ThemeChoice() {
  const { words } = useLanguage();
  const system: Theme = useSyncExternalStore(watchSystem, () => systemIsDark.matches) ? 'dark' : 'light';
  const [chosen, choose] = useState(chosenTheme);
  const other: Theme = (chosen ?? system) === 'dark' ? 'light' : 'dark';
  const toggle = () => {
    localStorage.setItem('theme', other);
    choose(other);
    // The button answers first: every colour of a long page takes a slow phone some tenths of a second.
    requestAnimationFrame(() => setTimeout(() => (document.documentElement.dataset['theme'] = other)));
  };
  return (
    <button type="button" onClick={toggle} className="header-action border border-line px-4">
      <Icon name={other === 'dark' ? 'moon' : 'sun'} size={18} />
      {words.shell.themes[other]}
    </button>
  );
}

function watchSystem(changed: () => void): () => void {
  systemIsDark.addEventListener('change', changed);
  return () => systemIsDark.removeEventListener('change', changed);
}

function chosenTheme(): Theme | undefined {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'dark' || chosen === 'light' ? chosen : undefined;
}
