import { useState } from 'react';
import { Icon } from '../ui/icons.tsx';
import { useLanguage } from '../words/words.tsx';

type Theme = 'light' | 'dark';

/** The system's theme until somebody chooses; then theirs, which index.html sets before anything is painted. */
export function ThemeChoice() {
  const { words } = useLanguage();
  const [theme, change] = useState<Theme>(currentTheme);
  const other: Theme = theme === 'dark' ? 'light' : 'dark';
  const toggle = () => {
    document.documentElement.dataset['theme'] = other;
    localStorage.setItem('theme', other);
    change(other);
  };
  return (
    <button type="button" onClick={toggle} className="header-action border border-line px-4">
      <Icon name={other === 'dark' ? 'moon' : 'sun'} size={18} />
      {words.shell.themes[other]}
    </button>
  );
}

function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  if (chosen === 'dark' || chosen === 'light') return chosen;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
