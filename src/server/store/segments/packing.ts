import { packBlock } from './packed.ts';
import { blocksOf, fileOf, indexOf, type Day, type Extent, type Place } from './day.ts';
import { withFile, writeAll, type DiskFile } from './disk.ts';
import { saveMarks, type Mark } from './marks.ts';

/**
 * Writes a closed day anew as a packed one. The plain file is still there: whoever reads it goes on. Null when it was
 * stopped.
 */
export async function pack(place: Place, day: Day, extent: Extent, stopped: () => boolean): Promise<Day | null> {
  const { disk, folder } = place;
  const packed = { ...day, packed: true };
  const draft = `${indexOf(place, packed)}.new`;
  const marks = await withFile(disk.open(draft, 'create'), (file) => packInto(file, place, day, extent, stopped));
  if (marks === null) {
    await disk.remove(draft);
    return null;
  }
  await disk.rename(draft, fileOf(place, packed));
  await disk.syncFolder(folder);
  await saveMarks(disk, indexOf(place, packed), marks).catch(place.report);
  return packed;
}

async function packInto(
  file: DiskFile,
  place: Place,
  day: Day,
  extent: Extent,
  stopped: () => boolean,
): Promise<Mark[] | null> {
  const marks: Mark[] = [];
  let offset = 0;
  for await (const { mark, block } of blocksOf(place, day, extent, 0)) {
    if (stopped()) return null;
    const member = await packBlock(block, mark);
    await writeAll(file, member, offset);
    marks.push({ ...mark, offset });
    offset += member.length;
  }
  await file.datasync();
  return marks;
}

/** Removes a day's file, if it is there, and what the index has of it. */
export async function removeDay(place: Place, day: Day): Promise<void> {
  await place.disk.remove(fileOf(place, day));
  await place.disk.remove(indexOf(place, day));
}
