/** What keys and pointers do in the pictures. */
import { describe, expect, it } from 'vitest';
import { afterKey, Inspection } from '../../../src/ui/explain/inspection.ts';
import { PointerGestures } from '../../../src/ui/explain/pointer-gestures.ts';
import { uninspected, type Inspected } from '../../../src/ui/shared/zoom.ts';

const enlarged: Inspected = { point: [0.5, 0.5], zoom: { scale: 4, corner: [0.375, 0.375] } };
const key = (name: string, inspected: Inspected, shiftKey = false) => afterKey({ key: name, shiftKey }, inspected);

describe('keys', () => {
  it('put a point in the middle, move it, and take it away', () => {
    const there = key('ArrowLeft', uninspected);
    expect(there?.point).toEqual([0.5, 0.5]);
    expect(key('ArrowRight', there!)?.point).toEqual([0.5 + 1 / 28, 0.5]);
    expect(key('Escape', there!)).toEqual(uninspected);
    expect(key('Escape', uninspected)).toBeUndefined();
    expect(key('a', uninspected)).toBeUndefined();
  });

  it('zoom about the point, and back to the whole picture', () => {
    const zoomed = key('+', { ...uninspected, point: [0.25, 0.5] });
    expect(zoomed).toEqual({
      ...{ point: [0.25, 0.5] },
      zoom: { scale: 1.5, corner: [expect.closeTo(1 / 12, 12), expect.closeTo(1 / 6, 12)] },
    });
    expect(key('-', zoomed!)?.zoom).toEqual(uninspected.zoom);
    expect(key('0', enlarged)).toEqual({ point: [0.5, 0.5], zoom: uninspected.zoom });
  });

  it('move the point by the same way on the screen, and the view after it', () => {
    expect(key('ArrowUp', enlarged)).toEqual({ point: [0.5, 0.5 - 1 / 112], zoom: enlarged.zoom });
    const atEdge: Inspected = { ...enlarged, point: [0.625, 0.5] };
    expect(key('ArrowRight', atEdge)?.zoom.corner).toEqual([expect.closeTo(0.375 + 1 / 112, 12), 0.375]);
  });

  it('move what is shown, with Shift', () => {
    expect(key('ArrowRight', enlarged, true)).toEqual({
      ...{ point: [0.5, 0.5] },
      zoom: { scale: 4, corner: [expect.closeTo(0.4, 12), 0.375] },
    });
  });
});

describe('pointers', () => {
  const frame = { left: 100, top: 50, width: 200, height: 100 };
  const event = (type: string, clientX: number, clientY: number, more = {}) => {
    return { type, clientX, clientY, pointerId: 1, pointerType: 'mouse', ...more };
  };

  it('a mouse points, and takes its point with it', () => {
    const gestures = new PointerGestures();
    const pointed = gestures.afterPointer(event('pointermove', 150, 100), frame, uninspected);
    expect(pointed).toEqual({ ...uninspected, point: [0.25, 0.5] });
    expect(gestures.afterPointer(event('pointerleave', 0, 0), frame, pointed!)).toEqual(uninspected);
    expect(
      gestures.afterPointer(event('pointerleave', 0, 0, { pointerType: 'touch' }), frame, pointed!),
    ).toBeUndefined();
  });

  it('a pressed one drags the picture along', () => {
    const gestures = new PointerGestures();
    const pressed = gestures.afterPointer(event('pointerdown', 200, 100), frame, enlarged);
    expect(pressed).toEqual(enlarged);
    const dragged = gestures.afterPointer(event('pointermove', 220, 100), frame, pressed!);
    expect(dragged?.zoom.corner).toEqual([expect.closeTo(0.35, 12), 0.375]);
    // What was below the pointer still is.
    expect(dragged?.point).toEqual([expect.closeTo(0.5, 12), 0.5]);
    gestures.afterPointer(event('pointerup', 220, 100), frame, dragged!);
    expect(gestures.afterPointer(event('pointermove', 200, 100), frame, dragged!)?.zoom).toEqual(dragged?.zoom);
  });

  it('two fingers enlarge what is between them', () => {
    const gestures = new PointerGestures();
    const touch = { pointerType: 'touch' };
    gestures.afterPointer(event('pointerdown', 150, 100, touch), frame, uninspected);
    gestures.afterPointer(event('pointerdown', 250, 100, { ...touch, pointerId: 2 }), frame, uninspected);
    const pinched = gestures.afterPointer(
      event('pointermove', 350, 100, { ...touch, pointerId: 2 }),
      frame,
      uninspected,
    );
    // The other finger rests on a quarter of the width.
    expect(pinched).toEqual({ point: undefined, zoom: { scale: 2, corner: [0.125, 0.25] } });
  });

  it('a wheel zooms with Ctrl, and scrolls the page without', () => {
    const gestures = new PointerGestures();
    const wheel = { deltaY: -20, metaKey: false, clientX: 200, clientY: 100 };
    expect(gestures.afterWheel({ ...wheel, ctrlKey: false }, frame, uninspected)).toBeUndefined();
    const zoomed = gestures.afterWheel({ ...wheel, ctrlKey: true }, frame, uninspected);
    expect(zoomed?.zoom.scale).toBeCloseTo(Math.exp(0.2), 12);
    expect(gestures.afterWheel({ ...wheel, deltaY: 1e9, ctrlKey: true }, frame, enlarged)?.zoom.scale).toBeCloseTo(
      4 * Math.exp(-0.5),
      12,
    );
  });
});

it('another picture is shown whole, with no point', () => {
  let updates = 0;
  const inspection = new Inspection({ requestUpdate: () => (updates += 1) } as never);
  expect(inspection.of('a')).toEqual(uninspected);
  inspection.take(enlarged);
  expect([inspection.of('a'), updates]).toEqual([enlarged, 1]);
  expect(inspection.of('b')).toEqual(uninspected);
});
