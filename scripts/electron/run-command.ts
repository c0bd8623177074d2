import { type SpawnOptions, spawn } from 'node:child_process';

export interface CommandResult {
  /** Exit code; -1 where the command could not be started or was ended by a signal or the time limit. */
  code: number;
  /** stdout and stderr as they came, for messages. */
  output: string;
}

/** Runs a command without a shell and without stdin. Never throws: what went wrong is in the result. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv; timeoutMs?: number } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    const { timeoutMs, ...rest } = options;
    const spawnOptions: SpawnOptions = { ...rest, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true };
    if (timeoutMs !== undefined) spawnOptions.timeout = timeoutMs;
    const child = spawn(command, args, spawnOptions);
    let output = '';
    const append = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout?.on('data', append);
    child.stderr?.on('data', append);
    child.on('error', (error) => resolve({ code: -1, output: `${output}${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? -1, output }));
  });
}

/** The end of a command's output, for an error message. */
export function lastLines(output: string, count = 15): string {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
