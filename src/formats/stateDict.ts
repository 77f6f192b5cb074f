/**
 * @file A state dict under the names that its tensors have with us. What wraps a module in PyTorch puts a segment of
 * its own into every name; whoever saves a checkpoint puts more before them; and a backbone may have been saved alone.
 */
import { quote } from './headerScanner.ts';
import { reject } from './safetensorsError.ts';
import type { Tensor } from './safetensorsTypes.ts';

/** Segments that modules of PyTorch's add around another, wherever in the network that is. */
const wrappers: ReadonlySet<string> = new Set([
  '_orig_mod', // torch.compile
  'module', // DataParallel, DistributedDataParallel, AveragedModel
  '_fsdp_wrapped_module', // FullyShardedDataParallel
  '_checkpoint_wrapped_module', // activation checkpointing
  '_forward_module', // Fabric
]);

/** The two networks that a file may have. */
type NetworkRole = 'student' | 'teacher';

/** A tensor, and what the file calls it. */
export interface StoredTensor {
  readonly stored: string;
  readonly tensor: Tensor;
}

export interface StateDict {
  /** By our name: `backbone.…`, with `student.` and `teacher.` before it where there are both. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** Whether there are both. */
  readonly paired: boolean;
}

/** A tensor whose name is being worked out. */
interface Entry extends StoredTensor {
  readonly path: readonly string[];
}

/**
 * Names the tensors of a file.
 * @param modules of the networks it may have: `backbone`, `head`
 * @throws SafetensorsError if two of them would have one name
 */
export function stateDict(file: ReadonlyMap<string, Tensor>, modules: ReadonlySet<string>): StateDict {
  const entries = [...file]
    .map(([stored, tensor]) => ({ stored, tensor, path: pathOf(stored) }))
    .filter(({ path }) => !isCounter(path));
  const inner = withoutSharedStart(entries, modules);
  const networkOf = (role: NetworkRole): Entry[] => {
    const own = inner.filter(({ path }) => path[0] === role);
    return withBackbone(withoutSharedStart(own.map(withoutFirst), modules), modules);
  };
  const [student, teacher] = [networkOf('student'), networkOf('teacher')];
  const paired = student.length > 0 && teacher.length > 0;
  const rest = inner.filter(({ path }) => path[0] !== 'student' && path[0] !== 'teacher');
  if (paired) {
    const named = [...student.map(under('student')), ...teacher.map(under('teacher')), ...rest];
    return { paired, tensors: byName(named) };
  }
  // One of them alone is a network like any other.
  const one = [...student, ...teacher];
  return { paired, tensors: byName(one.length > 0 ? [...one, ...rest] : withBackbone(inner, modules)) };
}

/** The name without wrappers, weight normalisation's as the layer had them before parametrizations. */
function pathOf(stored: string): string[] {
  const path = stored.split('.').filter((segment) => !wrappers.has(segment));
  const [parametrizations, parameter, original] = path.slice(-3);
  if (parametrizations !== 'parametrizations' || parameter !== 'weight') return path;
  if (original === 'original0') return [...path.slice(0, -3), 'weight_g'];
  if (original === 'original1') return [...path.slice(0, -3), 'weight_v'];
  return path;
}

/**
 * BatchNorm counts batches beside its running statistics, and `AveragedModel` what it has averaged; nothing depends
 * on either.
 */
const isCounter = (path: readonly string[]): boolean =>
  path.at(-1) === 'num_batches_tracked' || (path.length === 1 && path[0] === 'n_averaged');

const withoutFirst = (entry: Entry): Entry => ({ ...entry, path: entry.path.slice(1) });

const under =
  (segment: string) =>
  (entry: Entry): Entry => ({ ...entry, path: [segment, ...entry.path] });

/** Takes away what all names begin with, such as `model.`, up to what has a meaning with us. */
function withoutSharedStart(entries: readonly Entry[], modules: ReadonlySet<string>): readonly Entry[] {
  const start = entries[0]?.path[0];
  const isOurs = start === undefined || modules.has(start) || start === 'student' || start === 'teacher';
  if (isOurs || !entries.every(({ path }) => path.length > 1 && path[0] === start)) return entries;
  return withoutSharedStart(entries.map(withoutFirst), modules);
}

/** Names of a backbone that was saved alone, or without its name beside the other modules. */
function withBackbone(entries: readonly Entry[], modules: ReadonlySet<string>): Entry[] {
  if (entries.some(({ path }) => path[0] === 'backbone')) return [...entries];
  return entries.map((entry) => (modules.has(entry.path[0] ?? '') ? entry : under('backbone')(entry)));
}

function byName(entries: readonly Entry[]): ReadonlyMap<string, StoredTensor> {
  const tensors = new Map<string, StoredTensor>();
  for (const { path, stored, tensor } of entries) {
    const name = path.join('.');
    const former = tensors.get(name);
    if (former !== undefined)
      reject(
        `The file has the tensor ${quote(name)} twice, as ${quote(former.stored)} and ${quote(stored)}.`,
      );
    tensors.set(name, { stored, tensor });
  }
  return tensors;
}
