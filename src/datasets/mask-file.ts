/** A mask that is read when its picture is measured. */
export interface MaskFile {
  readonly path: string;
  /** "path in archive", for messages. */
  readonly place: string;
  /** As `Entry.read`, at any time. */
  read(): Promise<Blob | undefined>;
}
