// Which commands fit what was typed, best first. Pure.

interface Named {
  readonly name: string;
  readonly keywords?: readonly string[];
}

interface Group<C extends Named> {
  readonly group: string;
  readonly commands: readonly C[];
}

/** 4 begins with it, 3 a word of it does, 2 holds it, 1 holds its letters in order, 0 none of these. */
export function matchRank(text: string, typed: string): number {
  const [name, wanted] = [text.toLowerCase(), typed.trim().toLowerCase()];
  if (wanted === '') return 1;
  const at = name.indexOf(wanted);
  if (at === 0) return 4;
  if (at > 0) return /[a-z0-9]/.test(name.charAt(at - 1)) ? 2 : 3;
  let found = 0;
  for (const letter of name) if (letter === wanted[found]) found += 1;
  return found === wanted.length ? 1 : 0;
}

const rankOf = ({ name, keywords = [] }: Named, typed: string): number =>
  Math.max(matchRank(name, typed), ...keywords.map((word) => Math.min(2, matchRank(word, typed))));

/** Groups with what fits, the group of the best first; everything in its own order while nothing is typed. */
export function searchCommands<C extends Named>(groups: readonly Group<C>[], typed: string): readonly Group<C>[] {
  if (typed.trim() === '') return groups;
  return groups
    .map(({ group, commands }) => {
      const ranked = commands
        .map((command) => ({ command, rank: rankOf(command, typed) }))
        .filter(({ rank }) => rank > 0)
        .sort((a, b) => b.rank - a.rank);
      return { group, best: ranked[0]?.rank ?? 0, commands: ranked.map(({ command }) => command) };
    })
    .filter(({ commands }) => commands.length > 0)
    .sort((a, b) => b.best - a.best)
    .map(({ group, commands }) => ({ group, commands }));
}
