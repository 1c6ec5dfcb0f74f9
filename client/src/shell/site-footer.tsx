import { Link } from 'react-router';
import { useLanguage, type Locale } from '../words/words.tsx';
import { ThemeChoice } from './theme-choice.tsx';

const LOCALES: readonly (readonly [Locale, string])[] = [
  ['en', 'English'],
  ['de', 'Deutsch'],
];

export function SiteFooter() {
  const { words, locale, choose } = useLanguage();
  return (
    <footer className="no-print border-t border-line bg-sunken">
      <div className="mx-auto flex w-full max-w-7xl flex-wrap items-center justify-between gap-x-10 gap-y-5 px-5 py-10 sm:px-8">
        <div>
          <p className="wordmark">Galleria</p>
          <p className="mt-1 text-sm text-muted">{words.shell.claim}</p>
        </div>
        <div className="flex flex-wrap items-center gap-x-6 gap-y-3 text-sm">
          <Link to="/status" className="link">
            {words.services.title}
          </Link>
          <div role="group" aria-label={words.shell.language} className="flex gap-4">
            {LOCALES.map(([code, name]) => (
              <button
                key={code}
                type="button"
                lang={code}
                aria-pressed={code === locale}
                onClick={() => choose(code)}
                className={`min-h-11 ${code === locale ? 'font-semibold' : 'link'}`}
              >
                {name}
              </button>
            ))}
          </div>
          <ThemeChoice />
        </div>
      </div>
    </footer>
  );
}
