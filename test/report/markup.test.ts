import { describe, expect, it } from 'vitest';
import { markup, nameMarkup } from '../../src/report/markup.ts';

describe('markup', () => {
  it('makes text of whatever is put in', () => {
    const name = `<img src=x onerror="alert('1')"> & co`;
    expect(String(markup`<b title="${name}">${name}</b>`)).toBe(
      '<b title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co">' +
        '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co</b>',
    );
  });

  it('keeps markup, joins lists, and writes nothing for null', () => {
    const inner = ['a', 'b<'].map((name) => markup`<li>${name}</li>`);
    expect(String(markup`<ul>${inner}${null}${[1, ['x', null]]}</ul>`)).toBe('<ul><li>a</li><li>b&lt;</li>1x</ul>');
  });

  it('reads no escapes in its own text', () => {
    expect(String(markup`a\n${''}b`)).toBe('a\nb');
  });

  it('keeps a name apart from the direction of the text around it', () => {
    expect(String(nameMarkup('\u202efdp.jpg<'))).toBe('<bdi class="name">\\u202efdp.jpg&lt;</bdi>');
  });
});
