import { beforeEach, expect, it } from 'vitest';
import { turns, type Speaker } from './turns.ts';

let heard: string;
let speaker: () => Speaker;

beforeEach(() => {
  heard = '';
  speaker = turns((text) => (heard += text));
});

it('hears the first as it speaks', () => {
  const first = speaker();
  first.say('a');
  expect(heard).toBe('a');
  first.say('b');
  expect(heard).toBe('ab');
});

it('keeps what the second says until the first has ended, then hears it as it speaks', () => {
  const first = speaker();
  const second = speaker();
  second.say('1');
  first.say('a');
  second.say('2');
  first.say('b');
  expect(heard).toBe('ab');
  first.end();
  expect(heard).toBe('ab12');
  second.say('3');
  expect(heard).toBe('ab123');
});

it('keeps the order of those that ended while another spoke', () => {
  const [first, second, third, fourth] = [speaker(), speaker(), speaker(), speaker()];
  third.say('3');
  third.end();
  second.say('2');
  second.end();
  fourth.say('4');
  first.say('1');
  expect(heard).toBe('1');
  first.end();
  expect(heard).toBe('1234');
});

it('hears whoever comes when nobody speaks', () => {
  speaker().end();
  speaker().say('late');
  expect(heard).toBe('late');
});
