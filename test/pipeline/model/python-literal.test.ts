import { expect, it } from 'vitest';
import { parseLiteral } from '../../../src/pipeline/model/python-literal.ts';

it.each<[string, unknown]>([
  ['[224, 224]', [224, 224]],
  ['{"a": [1, null]}', { a: [1, null] }],
  ["{0: 'tench', 1: \"chickadee's nest\"}", { 0: 'tench', 1: "chickadee's nest" }],
  ["['it\\'s', 'a\\\\b', 'two\\nlines']", ["it's", 'a\\b', 'two\nlines']],
  [
    "{'mean': (0.485, -1e-3, .5), 'dynamic': True, 'half': False, 'nms': None, }",
    {
      ...{ mean: [0.485, -0.001, 0.5], dynamic: true, half: false, nms: null },
    },
  ],
  ["{'args': {'batch': 1, 'names': []}}", { args: { batch: 1, names: [] } }],
  [' 224 ', 224],
])('reads %s', (text, value) => {
  expect(parseLiteral(text)).toEqual(value);
});

it.each(['', 'cat', "{0: 'cat'", "['a' 'b']", '[1] 2', '{[1]: 2}', "'open", '[1, 2', '{0}'])('refuses %j', (text) => {
  expect(() => parseLiteral(text)).toThrow(SyntaxError);
});
