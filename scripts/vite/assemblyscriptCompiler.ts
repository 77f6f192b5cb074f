/**
 * @file AssemblyScript's compiler with the types of what is used here. Its own declarations bring along
 * AssemblyScript's globals, in which `[].at(-1)` is never undefined, and would change what all other files of
 * this project are checked by; so TypeScript must not see the import.
 */

export interface CompilerHost {
  readFile: (name: string) => Promise<string | null>;
  writeFile: (name: string, contents: string | Uint8Array) => void;
  listFiles: (directory: string) => string[];
  stderr: { write: (chunk: string | Uint8Array) => void };
}

export interface Compiler {
  main: (words: string[], host: CompilerHost) => Promise<{ error: Error | null }>;
}

/** Loads the compiler, which takes a moment and is wanted only where kernels are compiled. */
export async function loadCompiler(): Promise<Compiler> {
  const name: string = 'assemblyscript/asc';
  const module = (await import(name)) as { default: Compiler };
  return module.default;
}
