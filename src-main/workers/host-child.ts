import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import type { FromHost, HostSettings, ToHost } from './messages.ts';
import { fromHost } from './messages.ts';

/** How many bytes of the host's last words are kept for the error of a crash. */
const LAST_WORDS = 2000;
/** How long to wait for them, in ms: a pipe that a lost grandchild holds open never closes. */
const DRAIN_MS = 300;

export interface HostChildOptions {
  node: string;
  script: string;
  settings: HostSettings;
  onMessage(message: FromHost): void;
  onLog(level: 'info' | 'warn' | 'error', message: string): void;
  /** Once, when the process is gone for good. `reason` is for the log. */
  onExit(reason: string): void;
}

/** One life of the host process. */
export class HostChild {
  readonly #child: ChildProcess;
  readonly #options: HostChildOptions;
  #lastWords = '';
  #gone = false;

  constructor(options: HostChildOptions) {
    this.#options = options;
    this.#child = fork(options.script, [JSON.stringify(options.settings)], {
      execPath: options.node,
      execArgv: ['--disable-warning=ExperimentalWarning'],
      env: hostEnvironment(options.settings),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // Out of the terminal's process group: Ctrl-C is for the engine, which ends its work in good order.
      detached: process.platform !== 'win32',
      windowsHide: true,
    });
    this.#child.on('message', (raw) => this.#receive(raw));
    this.#child.on('error', (error) => this.#exit(`cannot be started: ${error.message}`));
    this.#child.on('exit', (code, signal) => {
      // What it said before it went may still be on the way: the results of tasks that were done, and its last words.
      const reason = signal ?? `exit code ${code}`;
      const drained = Promise.all([once(this.#child, 'close'), this.#disconnected()]);
      void Promise.race([drained, this.#waited()]).then(() => this.#exit(reason));
    });
    this.#child.stdout?.on('data', (chunk: Buffer) => options.onLog('info', chunk.toString().trimEnd()));
    this.#child.stderr?.on('data', (chunk: Buffer) => this.#hear(chunk.toString()));
  }

  get pid(): number | null {
    return this.#gone ? null : (this.#child.pid ?? null);
  }

  send(message: ToHost): void {
    if (this.#gone || !this.#child.connected) return;
    // A failure to send is the host's end, which 'exit' reports.
    this.#child.send(message, () => {});
  }

  async #disconnected(): Promise<void> {
    if (this.#child.connected) await once(this.#child, 'disconnect');
  }

  async #waited(): Promise<void> {
    await delay(DRAIN_MS, undefined, { ref: false });
    // Where this process stood still meanwhile, the time is up before anything was read.
    await nextTurn();
  }

  kill(): void {
    if (!this.#gone) this.#child.kill('SIGKILL');
  }

  #receive(raw: unknown): void {
    const message = fromHost.safeParse(raw);
    if (message.success) this.#options.onMessage(message.data);
    else this.#options.onLog('error', `a message that is none of ours: ${message.error.message}`);
  }

  #hear(text: string): void {
    this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
    this.#options.onLog('warn', text.trimEnd());
  }

  #exit(reason: string): void {
    if (this.#gone) return;
    this.#gone = true;
    const words = this.#lastWords.trim();
    this.#options.onExit(words === '' ? reason : `${reason}: ${words}`);
  }
}

function hostEnvironment(settings: HostSettings): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  // They are meant for us (a debugger, a test runner, Electron), not for the plain Node we start.
  delete env.NODE_OPTIONS;
  delete env.ELECTRON_RUN_AS_NODE;
  // sharp decodes on libuv's threads, of which a process has four: with more images at once than that, they would
  // wait for each other, and every file operation behind them.
  env.UV_THREADPOOL_SIZE = String(settings.threads.derivatives + settings.threads.files + 4);
  return env;
}
