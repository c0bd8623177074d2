import { create } from 'zustand';
import { readStored, writeStored } from '../stored.ts';
import { COMMANDS, type CommandId, type CommandSpec, takenBy } from './table.ts';

/** The one key that a person has given to a command, in place of those that it came with. */
export type OwnKeys = Partial<Record<CommandId, string>>;

const NAME = 'keys';
const IDS = new Set<string>(COMMANDS.map((command) => command.id));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every command with the keys that it has now. */
export function withOwnKeys(own: OwnKeys): CommandSpec[] {
  return COMMANDS.map((command) => {
    const key = own[command.id];
    return key === undefined ? command : { ...command, keys: [key] };
  });
}

/** What was stored, without commands that are gone and without keys that a newer version uses for something else. */
export function acceptOwnKeys(stored: Record<string, unknown>): OwnKeys {
  let own: OwnKeys = {};
  for (const [id, key] of Object.entries(stored)) {
    const command = COMMANDS.find((candidate) => candidate.id === id);
    if (command === undefined || typeof key !== 'string' || key === '') continue;
    if (takenBy(withOwnKeys(own), command, key) === null) own = { ...own, [command.id]: key };
  }
  return own;
}

interface Bindings {
  own: OwnKeys;
  commands: readonly CommandSpec[];
}

const first = acceptOwnKeys(readStored(localStorage, NAME, isRecord) ?? {});
export const useBindings = create<Bindings>()(() => ({ own: first, commands: withOwnKeys(first) }));

function store(own: OwnKeys): void {
  writeStored(localStorage, NAME, own);
  useBindings.setState({ own, commands: withOwnKeys(own) });
}

/** Gives a key to a command. Where another one has it, nothing changes, and that one is answered. */
export function bindKey(id: CommandId, key: string): CommandSpec | null {
  const { own, commands } = useBindings.getState();
  const command = commands.find((candidate) => candidate.id === id);
  if (command === undefined) throw new RangeError(`There is no command ${id}`);
  const holder = takenBy(commands, command, key);
  if (holder === null) store({ ...own, [id]: key });
  return holder;
}

/** Gives a command the keys back that it came with. Where another one has taken one of them, that one is answered. */
export function resetKey(id: CommandId): CommandSpec | null {
  const { own, commands } = useBindings.getState();
  const command = COMMANDS.find((candidate) => candidate.id === id);
  for (const key of command?.keys ?? []) {
    const holder = command === undefined ? null : takenBy(commands, command, key);
    if (holder !== null) return holder;
  }
  const { [id]: _, ...rest } = own;
  store(rest);
  return null;
}

export function resetAllKeys(): void {
  store({});
}

export function isCommandId(id: string): id is CommandId {
  return IDS.has(id);
}
