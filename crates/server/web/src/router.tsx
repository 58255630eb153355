// Addresses: every view has one, and the browser's buttons work.

import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

const CHANGED = "notula:moved";

/** Goes to an address of these pages. */
export function go(to: string, replace = false): void {
  history[replace ? "replaceState" : "pushState"](null, "", to);
  dispatchEvent(new Event(CHANGED));
}

/** Where we are. */
export function useHere(): URL {
  const [here, set] = useState(() => location.href);
  // before the first paint: a click cannot come earlier than we listen
  useLayoutEffect(() => {
    const moved = () => set(location.href);
    moved();
    addEventListener("popstate", moved);
    addEventListener(CHANGED, moved);
    return () => {
      removeEventListener("popstate", moved);
      removeEventListener(CHANGED, moved);
    };
  }, []);
  return new URL(here);
}

/** A parameter of the address, kept there so that the view can be shared. */
export function useParam(name: string, initial = ""): [string, (value: string) => void] {
  const here = useHere();
  const value = here.searchParams.get(name) ?? initial;
  return [value, (next) => {
    const url = new URL(location.href);
    if (next === initial || next === "") url.searchParams.delete(name);
    else url.searchParams.set(name, next);
    go(url.pathname + url.search + url.hash, true);
  }];
}

/** A link within these pages. */
export function Link(props: { to: string; class?: string; children: ComponentChildren; current?: boolean }): JSX.Element {
  const clicked = (event: MouseEvent) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(props.to);
    if (!props.to.includes("#")) scrollTo(0, 0);
  };
  return (
    <a href={props.to} class={props.class} onClick={clicked} aria-current={props.current ? "page" : undefined}>
      {props.children}
    </a>
  );
}
