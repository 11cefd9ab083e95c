interface Branch {
  next: Map<number, Branch>;
  /** Names of the stem that ends here, and of the whole word that ends here. */
  stem: readonly string[];
  whole: readonly string[];
}

const NONE: readonly string[] = [];
const createBranch = (): Branch => ({ next: new Map(), stem: NONE, whole: NONE });

/** Looks words up by their beginnings: a whole word wins, then the longest known beginning. */
export class StemTable {
  #root = createBranch();

  /** Each entry: a name, and its beginnings of words between blanks; `$` ends a word that must stand whole. */
  constructor(entries: readonly (readonly [name: string, stems: string])[]) {
    for (const [name, list] of entries) {
      for (const stem of new Set(list.split(/\s+/).filter((word) => word !== ""))) this.#add(stem, name);
    }
  }

  find(word: string): readonly string[] {
    let branch: Branch | undefined = this.#root;
    let longest = NONE;
    for (let at = 0; at < word.length; at++) {
      branch = branch.next.get(word.charCodeAt(at));
      if (branch === undefined) return longest;
      if (branch.stem.length > 0) longest = branch.stem;
    }
    return branch.whole.length > 0 ? branch.whole : longest;
  }

  #add(stem: string, name: string): void {
    let branch = this.#root;
    for (const char of stem.replace("$", "")) {
      const code = char.charCodeAt(0);
      let next = branch.next.get(code);
      if (next === undefined) {
        next = createBranch();
        branch.next.set(code, next);
      }
      branch = next;
    }
    if (stem.endsWith("$")) branch.whole = [...branch.whole, name];
    else branch.stem = [...branch.stem, name];
  }
}
