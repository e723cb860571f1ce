import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVoc } from '../../src/datasets/read-voc.ts';
import { CamLensError } from '../../src/errors.ts';
import { voc } from './support/voc.ts';

describe('annotations in the XML of PASCAL VOC', () => {
  it('of Stanford Dogs', () => {
    const text = `<annotation>
	<folder>02113978</folder>
	<filename>%s</filename>
	<source>
		<database>ImageNet database</database>
	</source>
	<size>
		<width>250</width>
		<height>207</height>
		<depth>3</depth>
	</size>
	<segment>0</segment>
	<object>
		<name>Mexican_hairless</name>
		<pose>Unspecified</pose>
		<truncated>0</truncated>
		<difficult>0</difficult>
		<bndbox>
			<xmin>5</xmin>
			<ymin>8</ymin>
			<xmax>244</xmax>
			<ymax>205</ymax>
		</bndbox>
	</object>
</annotation>`;
    expect(readVoc(text, 'a')).toEqual({
      size: { width: 250, height: 207 },
      objects: [{ name: 'Mexican_hairless', box: [5, 8, 244, 205] }],
      skipped: [],
    });
  });

  it('with parts of objects, a declaration, a document type, comments, attributes and entities', () => {
    const text = `\uFEFF<?xml version="1.0" encoding="utf-8"?><!DOCTYPE annotation SYSTEM "voc.dtd">
      <annotation verified="yes"><!-- <object/> --><object id="1"><name>black &amp; tan &lt;1&gt; &amp;lt; &unknown;</name>
      <bndbox><ymax> 4.5 </ymax><xmin>1</xmin><ymin>2e0</ymin><xmax>3</xmax></bndbox>
      <part><name>head</name><bndbox><xmin>0</xmin><ymin>0</ymin><xmax>1</xmax><ymax>1</ymax></bndbox></part>
      </object><object><name><![CDATA[cat]]></name><bndbox><xmin>-1</xmin><ymin>0</ymin><xmax>9</xmax><ymax>9</ymax></bndbox></object></annotation>`;
    expect(readVoc(text, 'a')).toEqual({
      size: undefined,
      objects: [
        { name: 'black & tan <1> &lt; &unknown;', box: [1, 2, 3, 4.5] },
        { name: 'cat', box: [-1, 0, 9, 9] },
      ],
      skipped: [],
    });
  });

  it.each([
    ['no objects', voc([]), { size: { width: 100, height: 80 }, objects: [], skipped: [] }],
    ['nothing at all', '<annotation/>', { size: undefined, objects: [], skipped: [] }],
    ['a size of 0', voc([], [0, 80]), { size: undefined, objects: [], skipped: [] }],
  ])('with %s', (_, text, expected) => expect(readVoc(text, 'a')).toEqual(expected));

  it('with references to characters, several boxes in an object, and objects of other shapes beside good ones', () => {
    const corners = (x: number): string =>
      `<bndbox><xmin>${x}</xmin><ymin>2</ymin><xmax>9</xmax><ymax>9</ymax></bndbox>`;
    const text = `<annotation>
      <object><name>caf&#233; &amp; th&#xE9; &#0; &#xD800; &#x110000; &amp;#233; &nbsp;</name>${corners(1)}${corners(3)}</object>
      <object><name>dog</name><polygon><pt><x>1</x><y>2</y></pt></polygon></object>
      <object><name>cat</name><robndbox><cx>1</cx></robndbox></object>
      <object><name>eel</name><bndbox><xmin>1</xmin><ymin>x</ymin></bndbox>${corners(5)}</object>
      <object/>
    </annotation>`;
    const name = 'café & thé &#0; &#xD800; &#x110000; &#233; &nbsp;';
    expect(readVoc(text, 'a')).toEqual({
      size: undefined,
      objects: [
        { name, box: [1, 2, 9, 9] },
        { name, box: [3, 2, 9, 9] },
        { name: 'eel', box: [5, 2, 9, 9] },
      ],
      skipped: [
        'object 2 (dog) has a <polygon> and no <bndbox>',
        'object 3 (cat) has a <robndbox> and no <bndbox>',
        'object 4 (eel) has no number as <ymin> in its <bndbox>',
        'object 5 has no number as <xmin> in its <bndbox>',
      ],
    });
  });

  const box = '<xmin>1</xmin><ymin>1</ymin><xmax>2</xmax><ymax>2</ymax>';
  const bomb = `<!DOCTYPE a [<!ENTITY a0 "lol">${[...Array(20).keys()].map((i) => `<!ENTITY a${i + 1} "${`&a${i};`.repeat(10)}">`).join('')}]>`;
  it.each([
    ['nothing', '', /^f in a\.tar is not well-formed XML: line 1, /],
    ['text', 'hello', /is not well-formed XML/],
    ['a picture', '\xff\xd8\xff\xe0\0\x10JFIF', /is not well-formed XML/],
    ['half a file', voc([['dog', [1, 2, 3, 4]]]).slice(0, -20), /is not well-formed XML/],
    ['tags that cross', '<annotation><object></annotation></object>', /is not well-formed XML: line 1, /],
    ['two roots', '<annotation/><annotation/>', /should hold one <annotation>/],
    ['another format', '<svg/>', /^f in a\.tar should hold one <annotation>/],
    [
      'an object without box',
      '<annotation><object><name>a</name></object></annotation>',
      /^f in a\.tar has no box: object 1 \(a\) has no number as <xmin> in its <bndbox>/,
    ],
    ['an empty object', '<annotation><object/></annotation>', /object 1 has no number as <xmin> in its <bndbox>/],
    ['a corner that is no number', voc([['dog', [1, 2, 'three', 4]]]), /object 1 \(dog\) has no number as <xmax>/],
    ['a corner that is empty', voc([['dog', [1, '', 3, 4]]]), /has no number as <ymin> in its <bndbox>/],
    [
      'polygons alone',
      '<annotation><object><name>a</name><polygon/></object></annotation>',
      /has a <polygon> and no <bndbox>/,
    ],
    ['a corner at infinity', voc([['dog', [1, 1, 3, 'Infinity']]]), /<ymax>/],
    ['names of JavaScript', `<annotation><object><__proto__>${box}</__proto__></object></annotation>`, /<xmin>/],
    ['a billion laughs', `${bomb}<annotation><object><name>&a20;</name></object></annotation>`, /declares entities/],
    [
      'an entity from outside',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><annotation>&x;</annotation>',
      /declares entities/,
    ],
    ['a tag of 250,000 spaces', `<annotation${' '.repeat(250_000)}>`, /is not well-formed XML/],
    ['tags 20,000 deep', `${'<a>'.repeat(20_000)}${'</a>'.repeat(20_000)}`, /cannot be read as XML/],
  ])('is refused: %s', (_, text, message) => {
    expect(() => readVoc(text, 'f in a.tar')).toThrow(
      expect.objectContaining({ code: 'annotation-unreadable', message: expect.stringMatching(message) }),
    );
  });

  it('with anything changed is read or refused, and nothing else', () => {
    const text = voc([
      ['dog', [1, 2, 30, 40]],
      ['cat', [5, 6, 70, 80]],
    ]);
    const piece = fc.oneof(
      fc.constantFrom('<', '>', '</', '&', '<!DOCTYPE', '<![CDATA[', '<object>', '"', '\0'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(text.length), fc.nat(9), piece), { maxLength: 4 }), (changes) => {
        let changed = text;
        for (const [at, length, put] of changes) changed = changed.slice(0, at) + put + changed.slice(at + length);
        try {
          for (const { box: corners } of readVoc(changed, 'a').objects)
            expect(corners.every(Number.isFinite)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(CamLensError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
