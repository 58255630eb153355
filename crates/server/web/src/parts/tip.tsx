// What a highlight says, beside the pointer.

import type { JSX, RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Fact } from "../facts";
import { useWords, type Key } from "../i18n";
import { Foreign } from "./bits";

export interface Hover { facts: string[]; at: DOMRect }

/** The highlight under the mouse, once it rests there; fingers get the sheet instead. */
export function useHover(place: RefObject<HTMLElement | null>): Hover | null {
  const [hover, set] = useState<Hover | null>(null);
  useLayoutEffect(() => {
    const root = place.current;
    if (!root) return;
    let wait = 0;
    const over = (event: PointerEvent) => {
      clearTimeout(wait);
      const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-facts]") : null;
      if (!mark || event.pointerType !== "mouse") {
        set(null);
        return;
      }
      const spot = [...mark.getClientRects()].find((box) => event.clientY >= box.top - 4 && event.clientY <= box.bottom + 4) ?? mark.getBoundingClientRect();
      wait = window.setTimeout(() => set({ facts: (mark.dataset.facts ?? "").split(" "), at: spot }), 120);
    };
    const gone = () => {
      clearTimeout(wait);
      set(null);
    };
    root.addEventListener("pointerover", over);
    root.addEventListener("pointerleave", gone);
    addEventListener("scroll", gone, { passive: true });
    return () => {
      gone();
      root.removeEventListener("pointerover", over);
      root.removeEventListener("pointerleave", gone);
      removeEventListener("scroll", gone);
    };
  }, [place]);
  return hover;
}

export function Tip(props: { at: DOMRect; facts: Fact[] }): JSX.Element {
  const { t, percent } = useWords();
  const box = useRef<HTMLDivElement>(null);
  // set through the object model: the policy of the pages forbids styles in the markup
  useLayoutEffect(() => {
    const tip = box.current;
    if (!tip) return;
    const { at } = props;
    const below = at.bottom + tip.offsetHeight + 10 < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left, innerWidth - tip.offsetWidth - 8))}px`;
    tip.style.top = `${Math.max(8, below ? at.bottom + 4 : at.top - tip.offsetHeight - 4)}px`;
  });
  return (
    <div class="tip" ref={box} role="tooltip">
      {props.facts.slice(0, 5).map((fact) => (
        <p key={fact.id} class={"k-" + fact.kind}>
          {t(("one." + fact.kind) as Key)}: {fact.label && <b>{fact.label} </b>}<Foreign>{fact.head}</Foreign>
          <span class="quiet">{[...fact.tags.slice(0, 4), percent(fact.confidence)].join(" · ")}{fact.why.length > 0 && <> · {t("report.why")}: <code>{fact.why[0]}</code></>}</span>
        </p>
      ))}
    </div>
  );
}
