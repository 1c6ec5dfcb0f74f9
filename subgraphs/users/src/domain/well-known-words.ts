const WORDS = `
  administrator correcthorsebatterystaple manchesterunited supercalifragilistic basketball liverpool minecraft starwars
  superman spiderman batman pokemon football baseball sunshine princess butterfly chocolate whatever trustno iloveyou
  iloveu internet computer passphrase password passwort passw motdepasse contrasena parola letmein changeme secret
  welcome willkommen bonjour default monkey dragon master shadow freedom michael jennifer jessica charlie daniel thomas
  andrew ashley hunter killer summer winter spring autumn flower cookie cheese purple orange silver golden qwertyuiop
  qwertzuiop azertyuiop asdfghjkl zxcvbnm qwerty qwertz azerty asdfgh asdf qazwsx qweasd abcdef abc admin login hello
  hallo guest user test galleria account matrix google samsung love pass root you the my is`;

/**
 * Words that the most used passwords are made of, longest first so that "password" goes before "pass". A list of whole
 * passwords would need thousands of lines to stop "password2023!" and "password2024!" alike.
 */
export const wellKnownWords: readonly string[] = WORDS.trim()
  .split(/\s+/)
  .sort((a, b) => b.length - a.length);
