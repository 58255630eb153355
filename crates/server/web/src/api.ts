// Questions to the server.

import { useEffect, useState } from "preact/hooks";

export const ROOT = "/api/v1";

/** What the server says is wrong. */
export class Problem extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail);
  }
}

export type Params = Record<string, string | number | undefined | null | false>;

/** Path and parameters as an address; empty parameters are left out. */
export function address(path: string, params: Params = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value !== undefined && value !== null && value !== false && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return ROOT + path + (text ? "?" + text : "");
}

async function answer(response: Response): Promise<unknown> {
  if (response.status === 204) return null;
  const text = await response.text();
  let body: unknown = null;
  try {
    body = JSON.parse(text);
  } catch {
    // an answer that is no JSON comes from something between us and the server
  }
  if (!response.ok) {
    const detail = body && typeof body === "object" && "detail" in body ? String(body.detail) : response.statusText;
    throw new Problem(response.status, detail || String(response.status));
  }
  return body;
}

export async function get<T>(path: string, params?: Params, signal?: AbortSignal): Promise<T> {
  return (await answer(await fetch(address(path, params), { signal, headers: { Accept: "application/json" } }))) as T;
}

export async function send<T>(method: "POST" | "DELETE", path: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { "X-Notula": "1", Accept: "application/json" };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  return (await answer(await fetch(ROOT + path, { method, headers, body: text, signal }))) as T;
}

export interface Asking<T> { data?: T; error?: Problem; loading: boolean; again: () => void }

/** Asks when the page shows and whenever the question changes; null asks nothing. */
export function useAsk<T>(path: string | null, params: Params = {}): Asking<T> {
  const [state, set] = useState<{ data?: T; error?: Problem; loading: boolean }>({ loading: path !== null });
  const [turn, setTurn] = useState(0);
  const question = path === null ? null : address(path, params);
  useEffect(() => {
    if (question === null) {
      set({ loading: false });
      return;
    }
    const stop = new AbortController();
    set((old) => ({ data: old.data, loading: true }));
    fetch(question, { signal: stop.signal, headers: { Accept: "application/json" } })
      .then(answer)
      .then((data) => set({ data: data as T, loading: false }))
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        set({ error: error instanceof Problem ? error : new Problem(0, String(error)), loading: false });
      });
    return () => stop.abort();
  }, [question, turn]);
  return { ...state, again: () => setTurn(turn + 1) };
}
