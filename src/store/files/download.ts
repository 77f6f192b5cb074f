/** @file Hands the person a file, through the browser's downloads. */

/** Some browsers read the file only when the person has said where to put it. */
const KEEP_MS = 60_000;

export type Download = (name: string, content: BlobPart, type: string) => void;

export const download: Download = (name, content, type) => {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
};

/** A value as a file to be downloaded. */
export const jsonFile = (name: string, value: unknown): Parameters<Download> => [
  name,
  `${JSON.stringify(value, null, 2)}\n`,
  'application/json',
];

export const downloadJson = (name: string, value: unknown) => download(...jsonFile(name, value));
