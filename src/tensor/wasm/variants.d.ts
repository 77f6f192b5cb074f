/** The compiled kernels, made by `scripts/vite/assemblyscript.ts`. */
declare module 'virtual:wasm-kernels/*' {
  const binary: Uint8Array<ArrayBuffer>;
  export default binary;
}
