/** The characters of a user or password that end it where they stand unescaped, and how a URL writes them. */
const ESCAPES: Readonly<Record<string, string>> = { '#': '%23', '/': '%2F', '?': '%3F' };

/**
 * What is wrong with the URL of a server that may hold a password; undefined when nothing is. One line to stand behind
 * the name of the setting, with nothing of the URL in it, because a parser's own error carries the whole of it.
 */
export function serverUrlProblem(text: string, schemes: readonly string[]): string | undefined {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/(.*)$/is.exec(text.trim()) ?? [];
  if (!schemes.includes(scheme.toLowerCase()))
    return `must begin with ${schemes.map((one) => `${one}://`).join(' or ')}`;
  // These URLs have no fragment, so a # can only belong to something else.
  if (rest.includes('#')) return unescaped('#');
  if (!isDecodable(rest)) return 'holds a % that begins no escape; a % of a password is written %25';
  const end = rest.search(/[/?]/);
  const authority = end < 0 ? rest : rest.slice(0, end);
  if (end >= 0 && holdsCredentials(rest.slice(end))) return unescaped(rest.charAt(end));
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.includes(',')) return 'names several hosts; give one';
  if (URL.canParse(text.trim())) return undefined;
  return `cannot be read; it looks like ${scheme}://user:password@host:port, with # / ? % of a password as %23 %2F %3F %25`;
}

/** The URL without its passwords, to show. Of a text that is no URL nothing is shown. */
export function withoutPassword(url: string): string {
  if (!URL.canParse(url)) return 'a URL that cannot be read';
  const parsed = new URL(url);
  parsed.password = '';
  for (const name of [...parsed.searchParams.keys()]) {
    if (/password/i.test(name)) parsed.searchParams.delete(name);
  }
  return parsed.href;
}

/**
 * Whether the end of a user and password is in what the first / or ? seems to begin: a path or, outside of any value, a
 * query.
 */
function holdsCredentials(pathAndQuery: string): boolean {
  const [path = '', query = ''] = pathAndQuery.split(/\?(.*)/s);
  return path.includes('@') || /^[^=]*@/.test(query);
}

function unescaped(character: string): string {
  return `holds a ${character} that cuts it off; in a user or password it is written ${ESCAPES[character] ?? ''}`;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
