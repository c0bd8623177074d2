import { captureTimeOf } from '../files/capture-time.ts';
import { copyFile } from '../files/copy-file.ts';
import { hashFile } from '../files/hash-file.ts';
import { inspectFile } from '../files/inspect-file.ts';
import type {
  CaptureTimeInput,
  CaptureTimeOutput,
  CopyInput,
  CopyOutput,
  HashInput,
  HashOutput,
  InspectInput,
  WorkerTasks,
} from '../protocol.ts';
import type { Reply } from '../reply.ts';
import { reply } from '../reply.ts';
import { TaskControl } from '../task-control.ts';
import type { ThreadJob } from '../thread-pool.ts';

/** What a `files` thread can be asked. It reads with synchronous calls: it has nothing else to do meanwhile. */
export function inspect(job: ThreadJob<InspectInput[]>): Promise<Reply<WorkerTasks['inspect']['output']>> {
  return reply(() => job.input.map((input) => inspectFile(input, new TaskControl(job.control))));
}

export function captureTime(job: ThreadJob<CaptureTimeInput[]>): Promise<Reply<CaptureTimeOutput[]>> {
  return reply(async () => {
    const control = new TaskControl(job.control);
    const outputs: CaptureTimeOutput[] = [];
    for (const input of job.input) {
      control.step();
      outputs.push(await captureTimeOf(input.path));
    }
    return outputs;
  });
}

export function copy(job: ThreadJob<CopyInput>): Promise<Reply<CopyOutput>> {
  return reply(() => copyFile(job.input, new TaskControl(job.control)));
}

export function hash(job: ThreadJob<HashInput>): Promise<Reply<HashOutput>> {
  return reply(() => hashFile(job.input.path, new TaskControl(job.control)));
}
