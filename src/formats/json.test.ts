import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeLines, decodeText, JsonError, parseJson } from './json.ts';

const parse = (text: string): unknown => parseJson(text, 'The file a.json');
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('parseJson', () => {
  it('reads what JSON.parse reads, with a byte-order mark or without', () => {
    fc.assert(
      fc.property(
        fc.json({ stringUnit: 'grapheme', maxDepth: 6 }),
        fc.constantFrom('', '\ufeff'),
        (text, mark) => {
          expect(parse(mark + text)).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('is not misled by what only looks like keys', () => {
    const text = String.raw`{"a":"\"a\":1,{","b":["a","a",{"a":1},{"a":1}],"c":{"a":{"a":"}"}},"d\\":"","d":""}`;
    expect(parse(text)).toEqual(JSON.parse(text));
  });

  it('refuses an object that has a key twice, wherever it is', () => {
    const key = fc.string({ unit: 'grapheme' });
    const value = fc.json({ maxDepth: 3 });
    const members = fc.array(fc.tuple(key, value), { maxLength: 5 });
    const around = fc.array(
      fc.constantFrom<[string, string]>(['[1,', ']'], ['{"x":', '}'], ['[', ',{"x":1}]']),
      {
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(key, members, around, (repeated, others, outer) => {
        const unique = [...new Map(others)].filter(([name]) => name !== repeated);
        const pairs: [string, string][] = [[repeated, '1'], ...unique, [repeated, '{}']];
        const inner = `{${pairs.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(',')}}`;
        const text = outer.reduce((within, [open, close]) => open + within + close, inner);
        expect(() => parse(text)).toThrow(JsonError);
        expect(() => parse(text)).toThrow(' twice; take one of them out.');
      }),
    );
  });

  it.each([
    ['{"epochs": 3, "epochs": 5}', '"epochs" twice; take one of them out.'],
    ['{"epochs": 3,\n "epochs": 5}', '"epochs" twice, in lines 1 and 2; take one of them out.'],
    ['{"a": {"b": 1,\r\n\r\n"b": 2}}', '"a.b" twice, in lines 1 and 3;'],
    ['{"a": [0, {}, {"set": {"x.y": 1, "\\u0078.y": 2}}]}', '"a[2].set["x.y"]" twice;'],
    ['{"__proto__": 1, "__proto__": 2}', '"__proto__" twice;'],
  ])('says of %s which and where', (text, sentence) => {
    expect(() => parse(text)).toThrow(`The file a.json has ${sentence}`);
  });

  it.each(['{"seed": 3', '', '\ufeff\ufeff{}', '{"a":1}x', "{'a':1}"])(
    'refuses %j, which is not JSON',
    (text) => {
      expect(() => parse(text)).toThrow(JsonError);
      expect(() => parse(text)).toThrow(/^The file a\.json is not JSON: .*\.$/s);
    },
  );

  it('reads and refuses what nests deeper than the stack', () => {
    const deep = (inner: string) => `${'{"a":['.repeat(2e5)}${inner}${']}'.repeat(2e5)}`;
    expect(() => parse(deep('1'))).not.toThrow();
    expect(() => parse(deep('{"b":1,"b":1}'))).toThrow('twice');
  });
});

describe('a text', () => {
  it('may have a byte-order mark, which is none of it', () => {
    expect(decodeText(utf8('\ufeff{"ä": "😀"}'), 'it')).toBe('{"ä": "😀"}');
    expect(decodeLines(utf8('\ufeffa\nb'), 'it')).toEqual(['a', 'b']);
    expect(decodeText(utf8(''), 'it')).toBe('');
  });

  it.each([
    ['UTF-16', Buffer.from('\ufeff{"a": 1}', 'utf16le')],
    ['UTF-16, big-endian', Buffer.from('\ufeff{"a": 1}', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('{"a": 1}', 'utf16le')],
    ['UTF-16, big-endian, without a mark', Buffer.from('{"a": 1}', 'utf16le').swap16()],
  ])('in %s is told of, not misread', (_, bytes) => {
    for (const decode of [decodeText, decodeLines])
      expect(() => decode(bytes, 'The file a.json')).toThrow(
        new JsonError('The file a.json is text in UTF-16; save it as UTF-8.'),
      );
  });

  it('in another encoding is told of, but lines may be torn within a character', () => {
    const latin1 = Uint8Array.of(0x7b, 0x22, 0xe4, 0x22, 0x7d);
    expect(() => decodeText(latin1, 'it')).toThrow('it is not text in UTF-8; save it as that.');
    expect(decodeLines(latin1, 'it')).toEqual(['{"\ufffd"}']);
  });
});
