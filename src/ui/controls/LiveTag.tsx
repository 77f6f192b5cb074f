/** @file The mark of a setting that a run under way takes over, and when. */
import { isLive, liveFrom } from '../../config/live.ts';

export const LiveTag = ({ path }: { path: string }) =>
  isLive(path) && (
    <span className="tag" title={`Applies from the next ${liveFrom[path]}, without a restart`}>
      live
    </span>
  );
