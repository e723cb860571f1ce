/** Calls back for the next new frame of a video. */

/**
 * @param onFrame with the number of frames that the video has played so far
 * @returns cancels it
 */
export function nextFrame(video: HTMLVideoElement, onFrame: (played: number) => void): () => void {
  if ('requestVideoFrameCallback' in video) {
    const id = video.requestVideoFrameCallback((_, { presentedFrames }) => onFrame(presentedFrames));
    return () => video.cancelVideoFrameCallback(id);
  }
  return nextByClock(video, onFrame);
}

/** Where browsers do not tell: the time of the video moves on. */
function nextByClock(video: HTMLVideoElement, onFrame: (played: number) => void): () => void {
  const { currentTime } = video;
  let id = 0;
  const look = (): void => {
    if (video.currentTime === currentTime) id = requestAnimationFrame(look);
    else onFrame(video.getVideoPlaybackQuality().totalVideoFrames);
  };
  id = requestAnimationFrame(look);
  return () => cancelAnimationFrame(id);
}
