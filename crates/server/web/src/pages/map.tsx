// Events by place, with a slider for time. The shapes of the lands are a file of our own; nothing comes from elsewhere.

import { geoNaturalEarth1, geoPath } from "d3-geo";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import lands from "world-atlas/countries-110m.json?url";
import { useWords } from "../i18n";
import { useList } from "../list";
import { Answer, Export, Foreign, Head, More, Nothing } from "../parts/bits";
import { dayOf, EventCard, quadOf, sortable } from "../parts/merged";
import { QUADS } from "../parts/timeline";
import { useParam } from "../router";
import type { Event } from "../types";

const [WIDE, HIGH] = [960, 480];
const CLOSEST = 900;

interface Spot { name: string; lat: number; lon: number; events: Event[] }

export function MapPage(): JSX.Element {
  const { t } = useWords();
  const [process] = useParam("process");
  const events = useList<Event>("/events", { process, limit: 300 });
  return (
    <main id="content" class="wide">
      <Head title={t("map.head")} lead={t("map.lead")}><Export params={{ process }} of="events" /></Head>
      <Answer of={events}>{(data) => <Placed events={data.items} />}</Answer>
      <More of={events} />
    </main>
  );
}

function Placed({ events }: { events: Event[] }): JSX.Element {
  const { t, day } = useWords();
  const [near, setNear] = useState(true);
  const [chosen, choose] = useState<string | null>(null);
  const placed = useMemo(() => events.filter((event) => event.place?.lat != null && event.place.lon != null), [events]);
  const days = useMemo(() => [...new Set(placed.map((event) => sortable(event.time ?? dayOf(event))).filter((one) => /^\d{4}-\d\d-\d\d$/.test(one)))].sort(), [placed]);
  const [from, setFrom] = useState(0);
  const [to, setTo] = useState(Infinity);
  const last = Math.max(0, days.length - 1);
  const [low, high] = [Math.min(from, last), Math.min(to, last)];
  const spots = useMemo(() => {
    const all = new Map<string, Spot>();
    for (const event of placed) {
      const at = sortable(event.time ?? dayOf(event));
      if (days.length && at && (at < days[low] || at.slice(0, 10) > days[high])) continue;
      const place = event.place!;
      const spot = all.get(place.name) ?? { name: place.name, lat: place.lat!, lon: place.lon!, events: [] };
      spot.events.push(event);
      all.set(place.name, spot);
    }
    return [...all.values()].sort((a, b) => b.events.length - a.events.length);
  }, [placed, days, low, high]);
  if (placed.length === 0) return <Nothing>{t("map.none")}</Nothing>;
  const open = spots.find((spot) => spot.name === chosen);
  return (
    <>
      {days.length > 1 && (
        <div class="row slider">
          <label>{t("map.from")} <input type="range" min="0" max={last} value={low} onInput={(event) => setFrom(Math.min(Number(event.currentTarget.value), high))} /> <output>{day(days[low])}</output></label>
          <label>{t("map.to")} <input type="range" min="0" max={last} value={high} onInput={(event) => setTo(Math.max(Number(event.currentTarget.value), low))} /> <output>{day(days[high])}</output></label>
          <button type="button" onClick={() => setNear(!near)}>{near ? t("map.world") : t("map.zoom")}</button>
        </div>
      )}
      <Lands spots={spots} near={near} all={placed} chosen={chosen} choose={choose} />
      <div class="columns">
        <section>
          <h2>{t("map.places")}</h2>
          {spots.length === 0 && <Nothing>{t("map.none")}</Nothing>}
          <ul class="plain-list places">
            {spots.map((spot) => (
              <li key={spot.name}>
                <button type="button" class="plain" aria-pressed={chosen === spot.name} onClick={() => choose(chosen === spot.name ? null : spot.name)}><Foreign>{spot.name}</Foreign> <span class="quiet">{t("map.events", { n: spot.events.length })}</span></button>
              </li>
            ))}
          </ul>
        </section>
        <section aria-live="polite">
          {open && <><h2><Foreign>{open.name}</Foreign></h2>{open.events.map((event) => <EventCard key={event.id} event={event} />)}</>}
        </section>
      </div>
    </>
  );
}

function Lands(props: { spots: Spot[]; near: boolean; all: Event[]; chosen: string | null; choose: (name: string | null) => void }): JSX.Element {
  const { t, term } = useWords();
  const [world, setWorld] = useState<Topology<{ countries: GeometryCollection }> | null>(null);
  useEffect(() => void fetch(lands).then((file) => file.json()).then(setWorld, () => setWorld(null)), []);
  const projection = useMemo(() => {
    const whole = geoNaturalEarth1().fitSize([WIDE, HIGH], { type: "Sphere" });
    if (!props.near) return whole;
    const points = { type: "MultiPoint" as const, coordinates: props.all.map((event) => [event.place!.lon!, event.place!.lat!]) };
    const close = geoNaturalEarth1().fitExtent([[70, 60], [WIDE - 70, HIGH - 60]], points);
    if (close.scale() <= CLOSEST) return close;
    // never so close that nothing of the land can be told
    const middle = [0, 1].map((axis) => points.coordinates.reduce((sum, point) => sum + point[axis], 0) / points.coordinates.length);
    const far = geoNaturalEarth1().scale(CLOSEST).translate([0, 0]);
    const [x, y] = far([middle[0], middle[1]]) ?? [0, 0];
    return far.translate([WIDE / 2 - x, HIGH / 2 - y]);
  }, [props.near, props.all]);
  const shapes = useMemo(() => {
    if (!world) return [];
    const path = geoPath(projection);
    return feature(world, world.objects.countries).features.map((land) => path(land) ?? "");
  }, [world, projection]);
  const most = Math.max(4, ...props.spots.map((spot) => spot.events.length));
  // the busiest first; a name that would lie over another is left out and shows on hover
  const taken: [number, number, number, number][] = [];
  const drawn = props.spots.map((spot) => {
    const [x, y] = projection([spot.lon, spot.lat]) ?? [-99, -99];
    const r = 4 + 12 * Math.sqrt(spot.events.length / most);
    const half = spot.name.length * 3.6;
    const box: [number, number, number, number] = [x - half, y - r - 18, x + half, y - r];
    const label = taken.every(([left, top, right, bottom]) => box[2] < left || box[0] > right || box[3] < top || box[1] > bottom);
    if (label) taken.push(box);
    taken.push([x - r, y - r, x + r, y + r]);
    return { spot, x, y, r, label };
  });
  return (
    <>
      <svg class="map" viewBox={`0 0 ${WIDE} ${HIGH}`} role="group" aria-label={t("map.head")}>
        {shapes.map((d, i) => <path key={i} d={d} class="land" />)}
        {drawn.map(({ spot, x, y, r }) => {
          const counts = QUADS.map((quad) => spot.events.filter((event) => event.quad === quad).length);
          const main = QUADS[counts.indexOf(Math.max(...counts))];
          return (
            <g key={spot.name} class={"spot" + (props.chosen === spot.name ? " chosen" : "")} onClick={() => props.choose(spot.name)}>
              <circle cx={x} cy={y} r={r} class={"dot quad-" + quadOf(main)}><title>{`${spot.name}: ${t("map.events", { n: spot.events.length })}`}</title></circle>
            </g>
          );
        })}
        {drawn.filter(({ spot, label }) => label || props.chosen === spot.name).map(({ spot, x, y, r }) => (
          <text key={spot.name} x={x} y={y - r - 4} text-anchor="middle">{spot.name}</text>
        ))}
      </svg>
      <p class="tags">{QUADS.map((quad) => <span key={quad} class={"chip key quad-" + quadOf(quad)}>{term(quad)}</span>)}</p>
    </>
  );
}
