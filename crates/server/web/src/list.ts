// Long lists, a part at a time.

import { useEffect, useMemo, useState } from "preact/hooks";
import { get, useAsk, type Asking, type Params } from "./api";
import type { Listed } from "./types";

export interface List<T> extends Asking<Listed<T>> {
  /** Asks for the part that follows; null where there is none. */
  more: (() => void) | null;
}

/** The first part of a list, and the parts that were asked for since. */
export function useList<T>(path: string | null, params: Params = {}): List<T> {
  const first = useAsk<Listed<T>>(path, params);
  const [later, setLater] = useState<{ of: Listed<T>; items: T[]; next: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  // what follows an answer goes with it
  const joined = later && later.of === first.data ? later : null;
  useEffect(() => setBusy(false), [first.data]);
  const next = joined ? joined.next : first.data?.next;
  const more = () => {
    const of = first.data;
    if (!path || !of || !next || busy) return;
    setBusy(true);
    get<Listed<T>>(path, { ...params, after: next }).then(
      (part) => setLater({ of, items: [...(joined?.items ?? []), ...part.items], next: part.next }),
      () => {},
    ).finally(() => setBusy(false));
  };
  const data = useMemo(
    () => (first.data && joined ? { items: [...first.data.items, ...joined.items], next: joined.next } : first.data),
    [first.data, joined],
  );
  return { ...first, data, more: next ? more : null };
}
