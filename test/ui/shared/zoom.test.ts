/** Which part of a picture is shown. */
import { describe, expect, it } from 'vitest';
import {
  largestScale,
  movedView,
  placeOf,
  pointAt,
  showing,
  wholePicture,
  zoomedBy,
  type Zoom,
} from '../../../src/ui/shared/zoom.ts';

const quarter: Zoom = { scale: 4, corner: [0.5, 0.25] };

it('places and points are each other’s inverse', () => {
  expect(pointAt(quarter, [0, 0])).toEqual([0.5, 0.25]);
  expect(pointAt(quarter, [1, 1])).toEqual([0.75, 0.5]);
  expect(placeOf(quarter, pointAt(quarter, [0.25, 0.75]))).toEqual([0.25, 0.75]);
});

describe('zooming', () => {
  it('keeps a point in its place', () => {
    const zoomed = zoomedBy(2, wholePicture, [0.25, 0.5]);
    expect(zoomed).toEqual({ scale: 2, corner: [0.125, 0.25] });
    expect(placeOf(zoomed, [0.25, 0.5])).toEqual([0.25, 0.5]);
  });

  it('stays within the picture, and within the scales', () => {
    expect(zoomedBy(100, wholePicture, [1, 1])).toEqual({ scale: largestScale, corner: [15 / 16, 15 / 16] });
    expect(zoomedBy(0.001, quarter, [0.5, 0.25])).toEqual(wholePicture);
    expect(zoomedBy(0.5, { scale: 4, corner: [0.75, 0.75] }, [0.75, 0.75]).corner).toEqual([0.5, 0.5]);
  });
});

it('moves with what is dragged, up to the edges', () => {
  expect(movedView(quarter, [0.5, -0.5])).toEqual({ scale: 4, corner: [0.375, 0.375] });
  expect(movedView(quarter, [10, 10]).corner).toEqual([0, 0]);
  expect(movedView(wholePicture, [0.5, 0.5])).toEqual(wholePicture);
});

it('follows a point only as far as needed', () => {
  expect(showing(quarter, [0.6, 0.3])).toEqual(quarter);
  expect(showing(quarter, [0.8, 0.2])).toEqual({
    scale: 4,
    corner: [expect.closeTo(0.55, 12), expect.closeTo(0.2, 12)],
  });
});
