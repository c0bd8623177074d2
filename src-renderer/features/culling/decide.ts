import { toast } from 'sonner';
import type { CullState } from '../../../src-preload/contract/photos.ts';
import { announce } from '../../app/live-regions.tsx';
import { client } from '../../lib/rpc/client.ts';
import { errorText } from '../../lib/texts/errors.ts';
import { MAX_PHOTOS } from '../derivatives/max-photos.ts';
import { orderChanged } from '../grid/order-changed.ts';
import { photoStore } from '../grid/photos.ts';
import { type Decision, hasChoice, KEEPS, type Keep } from './decision.ts';
import type { Description } from './description.ts';
import { tellOfDecision } from './last-decision.ts';
import { decisionText, describedText, undoneText, whoText } from './texts.ts';

/** Calls one after the other: a key that is pressed right after another must not overtake it, least of all an undo. */
let before: Promise<unknown> = Promise.resolve();

function inOrder<T>(call: () => Promise<T>): Promise<T> {
  const mine = before.then(call);
  before = mine.catch(() => undefined); // Whoever made the call hears of it; those after it are not concerned.
  return mine;
}

/** Answers what the photos are now; null where they are as it was said. */
type Call = (ids: number[], step: string) => Promise<readonly CullState[] | null>;

/**
 * Shows the decision at once and has it stored: in several calls where there are many photos, as one step for undo.
 * @returns false where it was refused, which has been told
 */
async function send(ids: readonly number[], decision: Decision, call: Call): Promise<boolean> {
  const token = photoStore.decide(ids, decision);
  const step = crypto.randomUUID();
  for (let at = 0; at < ids.length; at += MAX_PHOTOS) {
    const part = ids.slice(at, at + MAX_PHOTOS);
    try {
      const states = await inOrder(() => call(part, step));
      if (states === null) photoStore.confirm(token, part);
      else photoStore.settle(token, part, states);
    } catch (error) {
      photoStore.settle(token, ids.slice(at), []);
      tellOfFailure(error);
      return false;
    }
  }
  return true;
}

/**
 * What is wanted of photos. Those that do not have the half that is named are left out and counted.
 * @returns false where it is about none of them
 */
export function keep(ids: readonly number[], choice: Keep): boolean {
  const flags = KEEPS[choice];
  // Of photos that were never on screen it is not known here; the engine spares their last picture.
  const meant = ids.filter((id) => {
    const photo = photoStore.get(id);
    return photo === undefined || hasChoice(photo, choice);
  });
  tellOfDecision(decisionText({ keep: choice }, meant, ids.length - meant.length), meant.length > 0);
  if (meant.length === 0) return false;
  void send(meant, flags, (part, step) => client.photos.setKeep({ ids: part, ...flags, step }));
  return true;
}

export function rate(ids: readonly number[], rating: number): void {
  tellOfDecision(decisionText({ rating }, ids, 0), true);
  void send(ids, { rating }, (part, step) => client.photos.setRating({ ids: part, rating, step }));
}

export function changeTags(
  ids: readonly number[],
  change: { add?: string[]; remove?: string[] },
): Promise<boolean> {
  const { add = [], remove = [] } = change;
  tellOfDecision(decisionText({ add, remove }, ids, 0), true);
  return send(ids, { addTags: add, removeTags: remove }, (part, step) =>
    client.photos.changeTags({ ids: part, add, remove, step }),
  );
}

/** Title, caption, people, place and time. In the library at once; files hear of it when metadata is written. */
export function describe(ids: readonly number[], said: Description): Promise<boolean> {
  const { addPeople, removePeople, ...rest } = said;
  const people =
    addPeople === undefined && removePeople === undefined
      ? {}
      : { people: { add: [...(addPeople ?? [])], remove: [...(removePeople ?? [])] } };
  tellOfDecision(`${whoText(ids)}: ${describedText(said)}`, true);
  return send(ids, said, async (part, step) => {
    await client.photos.describe({ ids: part, ...rest, ...people, step });
    if (said.takenAt !== undefined || said.shiftSeconds !== undefined) orderChanged();
    return null;
  });
}

/** Takes the last step back. Answers whom it was about; nobody where there was none. */
export async function undoStep(): Promise<readonly number[]> {
  try {
    const { kind, photos } = await inOrder(() => client.photos.undoCulling());
    const ids = photos.map((state) => state.photoId);
    photoStore.settle(null, ids, photos);
    if (kind === 'description') orderChanged();
    tellOfDecision(undoneText(kind, ids), false);
    return ids;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'NOTHING_TO_DO')
      tellOfDecision('There is no step to undo', false);
    else tellOfFailure(error);
    return [];
  }
}

function tellOfFailure(error: unknown): void {
  const { title, body } = errorText(error);
  announce(`${title}. ${body}`, 'assertive');
  toast.error(title, { description: body, testId: 'toast' });
}
