/** @file The browser's own dialog for choosing a file to open. */

/** Only in answer to a click or a key: browsers allow it then alone. */
export function pickFile(take: (files: Iterable<File>) => void): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = '.safetensors,.json,.md';
  input.hidden = true;
  // Some browsers answer only an input that is part of the page.
  document.body.append(input);
  input.addEventListener('change', () => {
    take(input.files ?? []);
    input.remove();
  });
  input.addEventListener('cancel', () => input.remove());
  input.click();
}
