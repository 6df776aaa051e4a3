import type { Connection, Statement } from './connection.ts';
import type { Scrub } from './scrub.ts';

/** Which comments have a place on their page, and what is left of those that go. All of it within another's transaction. */
export class CommentPlaces {
  readonly #scrub: Scrub;
  readonly #refresh: Statement<{ parent: number | null }>;
  readonly #found: Statement<{ parent: number | null; state: string; answered: number }>;
  readonly #notice: Statement<{ notice: number | null }>;
  readonly #wipe: Statement;
  readonly #drop: Statement;

  constructor(connection: Connection, scrub: Scrub) {
    this.#scrub = scrub;
    this.#refresh = connection.prepare(
      `UPDATE comments SET shown = state = 'approved' OR
         EXISTS (SELECT 1 FROM comments a WHERE a.parent = comments.no AND a.shown = 1)
       WHERE no = ? RETURNING parent`,
    );
    this.#found = connection.prepare(
      `SELECT parent, state, EXISTS (SELECT 1 FROM comments a WHERE a.parent = c.no) AS answered
       FROM comments c WHERE no = ?`,
    );
    this.#notice = connection.prepare('SELECT notice FROM comments WHERE no = ?');
    this.#wipe = connection.prepare(
      `UPDATE comments SET state = 'deleted', name = '', surname = '', email = '', message = '', held = NULL,
         author = NULL, address = NULL, notice = NULL WHERE no = ?`,
    );
    this.#drop = connection.prepare('DELETE FROM comments WHERE no = ?');
  }

  /** After its state has changed: its own place, and those of what it answers. */
  refresh(no: number): void {
    let at: number | null = no;
    while (at !== null) at = this.#refresh.get(at)?.parent ?? null;
  }

  /** Its words go for ever; its place too, once nothing answers it. Answers where reviewers were told of it. */
  remove(no: number): number[] {
    this.#scrub.want();
    const notice = this.#notice.get(no)?.notice ?? null;
    let at: number | null = no;
    while (at !== null) at = this.#takeAway(at);
    return notice === null ? [] : [notice];
  }

  /** Answers the place that is not needed any more with it. */
  #takeAway(no: number): number | null {
    const found = this.#found.get(no);
    if (!found) return null;
    if (found.answered === 1) {
      this.#wipe.run(no);
      this.refresh(no);
      return null;
    }
    this.#drop.run(no);
    if (found.parent === null) return null;
    this.refresh(found.parent);
    const above = this.#found.get(found.parent);
    return above?.state === 'deleted' && above.answered === 0 ? found.parent : null;
  }
}
