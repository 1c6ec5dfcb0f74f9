import { styleText } from 'node:util';

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 100;
/** Where nothing can be redrawn, a line now and then says that work goes on. */
const REMINDER_MS = 15_000;

/**
 * Shows steps of a start: one line that moves while they run, one that stays when each has ended. On anything but a
 * terminal only lines that stay. Plain JavaScript, because it runs before anything is installed.
 *
 * @param {NodeJS.WriteStream} stream
 * @param {Record<string, string | undefined>} env NO_COLOR and FORCE_COLOR are honoured
 */
export function createProgress(stream = process.stdout, env = process.env) {
  const interactive = stream.isTTY === true && env.TERM !== 'dumb';
  const coloured = !env.NO_COLOR && (interactive || Boolean(env.FORCE_COLOR));
  const paint = (format, text) => (coloured ? styleText(format, text, { validateStream: false }) : text);
  /** @type {Map<string, { doing: string, since: number, remindedAt: number }>} */
  const running = new Map();
  let frame = 0;
  let timer;

  const erase = () => interactive && stream.write('\r\u001b[2K');
  const draw = () => {
    if (!interactive || running.size === 0) return;
    const line = `  ${FRAMES[frame % FRAMES.length]} ${describe(running)}`;
    stream.write(`\r\u001b[2K${paint('dim', fit(line, stream.columns || 80))}`);
  };
  const print = (line) => {
    erase();
    stream.write(`${line}\n`);
    draw();
  };
  const tick = () => {
    frame += 1;
    draw();
    if (!interactive) remind(running, (text) => stream.write(`  … ${text}\n`));
  };
  const end = (name) => {
    const since = running.get(name)?.since;
    running.delete(name);
    if (running.size === 0) timer = void clearInterval(timer);
    return since === undefined ? '' : seconds(Date.now() - since);
  };
  return {
    interactive,
    paint,
    print,
    /** `doing` reads like "installing packages". */
    begin(name, doing) {
      running.set(name, { doing, since: Date.now(), remindedAt: Date.now() });
      timer ??= setInterval(tick, FRAME_MS);
      draw();
    },
    succeed(name, text = '') {
      print(`  ${paint('green', '✓')} ${line(name, text, end(name), paint)}`);
    },
    fail(name, text = '') {
      print(`  ${paint('red', '✗')} ${line(name, text, end(name), paint)}`);
    },
    /** Takes away what moves; call it before anything else writes. */
    close() {
      running.clear();
      timer = void clearInterval(timer);
      erase();
    },
  };
}

function line(name, text, took, paint) {
  return `${name.padEnd(14)} ${paint('dim', took.padStart(7))}${text === '' ? '' : `  ${text}`}`;
}

function describe(running) {
  const tasks = [...running.values()];
  const longest = Math.max(...tasks.map(({ since }) => Date.now() - since));
  const doing = tasks.length === 1 ? tasks[0].doing : [...running.keys()].join(', ');
  return `${seconds(longest).padStart(5)}  ${doing}`;
}

function remind(running, write) {
  const now = Date.now();
  for (const task of running.values()) {
    if (now - task.remindedAt < REMINDER_MS) continue;
    task.remindedAt = now;
    write(`${task.doing}, ${seconds(now - task.since)}`);
  }
}

function seconds(ms) {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

function fit(text, columns) {
  return text.length < columns ? text : `${text.slice(0, columns - 2)}…`;
}
