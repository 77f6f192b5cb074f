import { expect, it } from 'vitest';
import { exportedTypes, sharedNames } from './exportedTypes.ts';
import { parsed, sourceFiles } from './sourceFiles.ts';

const exported = (text: string) => exportedTypes(parsed('a.ts', text));

it('finds what declares a type and is exported', () => {
  const text = `
    export interface A {}
    export type B = string;
    export abstract class C {}
    export const enum D {}
    export type E = typeof E;
    export const E = 1;
    interface F {}
    type G = F;
    export { type F, G as H };
    export interface A { more: string }
  `;
  expect(exported(text)).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'H']);
});

it('leaves out values, what a file keeps to itself, and what it hands on', () => {
  const text = `
    export const a = 1;
    export function b() {}
    interface C {}
    export type { D } from './d.ts';
    export default 1;
  `;
  expect(exported(text)).toEqual([]);
});

it('names the files that use a name for two things', () => {
  const file = (name: string, text: string) => [name, parsed(name, text)] as const;
  const files = new Map([
    file('a.ts', 'export type Row = 1; export type Cell = 2;'),
    file('b.ts', 'export interface Row {}'),
  ]);
  expect(sharedNames(files)).toEqual(['Row: a.ts, b.ts']);
});

it('every exported type of the sources has a name of its own', () => {
  expect(sharedNames(sourceFiles())).toEqual([]);
});
