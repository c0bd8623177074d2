/** Something that the person at the terminal has to do or know; scripts print its message without a stack. */
export class SetupProblem extends Error {
  override readonly name = 'SetupProblem';
}

/** Where progress lines go. Nothing is said when nothing has to be done. */
export type Report = (line: string) => void;

export const reportToStderr: Report = (line) => {
  process.stderr.write(`safelight: ${line}\n`);
};
