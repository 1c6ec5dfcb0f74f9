import { useId, useState, type ChangeEvent, type KeyboardEvent } from 'react';
import { useNavigate } from 'react-router';
import { Icon } from '../ui/icons.tsx';
import { useLanguage } from '../words/words.tsx';
import { useSuggestions, type Suggestion } from './use-suggestions.ts';

/**
 * A combobox after the pattern of the ARIA Authoring Practices: focus stays in the field, the arrows choose in the
 * list.
 */
export function SearchBox() {
  const { words } = useLanguage();
  const id = useId();
  const { text, suggestions, active, go, submit, field } = useCombobox();
  const expanded = suggestions.length > 0;
  return (
    <form
      role="search"
      className="search"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Icon name="search" />
      <input
        role="combobox"
        type="search"
        aria-label={words.catalog.search}
        placeholder={words.catalog.search}
        aria-expanded={expanded}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(expanded && active >= 0 ? { 'aria-activedescendant': `${id}-${active}` } : {})}
        value={text}
        autoComplete="off"
        {...field}
      />
      <SuggestionList id={id} suggestions={suggestions} active={active} go={go} />
    </form>
  );
}

/** What the field and its list are at: the text, what it could mean, and which of that is chosen. */
function useCombobox() {
  const navigate = useNavigate();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useSuggestions(open ? text : '');
  const go = (address: string) => {
    setOpen(false);
    setActive(-1);
    setText('');
    void navigate(address);
  };
  const submit = () => {
    const chosen = suggestions[active];
    if (chosen !== undefined) go(addressOf(chosen));
    else if (text.trim() !== '') go(`/search?q=${encodeURIComponent(text.trim())}`);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event;
    if (key === 'Escape') setOpen(false);
    if (suggestions.length === 0 || (key !== 'ArrowDown' && key !== 'ArrowUp')) return;
    event.preventDefault();
    const step = key === 'ArrowDown' ? 1 : -1;
    // One place more than suggestions: the field itself, at -1.
    const places = suggestions.length + 1;
    setActive((before) => ((before + 1 + step + places) % places) - 1);
  };
  const onChange = ({ target }: ChangeEvent<HTMLInputElement>) => {
    setText(target.value);
    setOpen(true);
    setActive(-1);
  };
  const field = { onChange, onKeyDown, onFocus: () => setOpen(true), onBlur: () => setOpen(false) };
  return { text, suggestions, active, go, submit, field };
}

interface SuggestionListProps {
  readonly id: string;
  readonly suggestions: readonly Suggestion[];
  readonly active: number;
  readonly go: (address: string) => void;
}

function SuggestionList({ id, suggestions, active, go }: SuggestionListProps) {
  const { words, format } = useLanguage();
  return (
    <ul
      id={`${id}-list`}
      role="listbox"
      aria-label={words.catalog.suggestions}
      hidden={suggestions.length === 0}
      className="suggestions"
    >
      {suggestions.map((suggestion, index) => (
        <li
          key={suggestion.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          // A press would take the focus from the field, and with it the list.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => go(addressOf(suggestion))}
        >
          <span className="line-clamp-2">
            {suggestion.__typename === 'Category'
              ? words.catalog.categoryName(suggestion.slug, suggestion.name)
              : suggestion.name}
          </span>
          <span className="text-muted tabular-nums">
            {suggestion.__typename === 'Product' ? format.money(suggestion.price) : words.catalog.shelf}
          </span>
        </li>
      ))}
    </ul>
  );
}

function addressOf({ __typename, slug }: Suggestion): string {
  return __typename === 'Product' ? `/p/${slug}` : `/c/${slug}`;
}
