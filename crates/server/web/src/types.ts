// The shapes of the API, as /api/v1/openapi.json describes them.

export interface Span { start: number; end: number; quote: string }
export interface Mention extends Span { form: string }

interface Made { confidence: number; why?: string[] }

export interface RecActor extends Made {
  id: string; name: string; kind: string; country: string | null; sector: string | null; role: string | null;
  role_of: string | null; ref: { wikidata?: string } | null; mentions: Mention[];
}
export interface RecPlace extends Made {
  id: string; name: string; country: string | null; lat: number | null; lon: number | null; mentions: Mention[];
}
export interface RecTime extends Made { id: string; value: string | null; type: string; span: Span }
export interface RecStatement extends Made {
  id: string; speaker: string | null; speakers?: string[]; addressee: string[]; kind: string; content: Span[];
  cue: Span | null; via: string | null; time: string | null; place: string | null;
}
export interface RecEvent extends Made {
  id: string; type: string; mode: string | null; contexts: string[]; initiators: string[]; recipients: string[];
  place: string | null; time: string | null; status: string; statement: string | null; cameo: string | null;
  quad: string; evidence: Span[];
}
export interface RecPosition extends Made {
  id: string; actor: string; issue: string; stance: string; toward: string | null; condition: Span | null;
  statement: string | null; evidence: Span[];
}
export interface RecProposal extends Made {
  id: string; label: string; proposers: string[]; addressees: string[]; issues: string[]; status: string;
  evidence: Span[];
}
export interface RecRelation extends Made { a: string; b: string; kind: string; evidence: Span[] }
export interface Document {
  id: string; source: string; url?: string; title: string | null;
  outlet: { name: string | null; domain: string | null } | null; authors: string[];
  dateline: { place: string | null; outlet: string | null } | null; language: string | null;
  published: { value: string; basis: string; confidence: number } | null; text: string;
  paragraphs: [number, number][]; source_map: [number, number, number][];
  dropped: { start: number; end: number; reason: string }[]; notes?: string[];
}
export interface Rec {
  schema: string; document: Document; actors: RecActor[]; places: RecPlace[]; times: RecTime[];
  statements: RecStatement[]; events: RecEvent[]; positions: RecPosition[]; proposals: RecProposal[];
  relations: RecRelation[];
}
export interface Reading { record: Rec; raw: string }

export interface Listed<T> { items: T[]; next: string | null }
export type Seen = [string, string] | null;
export interface Party { id: string; name: string; country: string | null }
export interface Source {
  report: string; fact: string; outlet: string; language: string | null; published: string | null; evidence: Span[];
  independent: boolean; confidence: number;
}
export interface Place { name: string; country: string | null; lat: number | null; lon: number | null }
export interface Report {
  id: string; hash: string; source: string; url: string | null; version: number; replaced_by: string | null;
  title: string | null; outlet: string | null; domain: string | null; language: string | null;
  published: string | null; added: string | null; copy_of: string | null; story: string | null; process: string | null;
}
export interface Actor {
  id: string; name: string; kind: string; country: string | null; sector: string | null;
  roles: { title: string; of: Party | null; seen: Seen }[]; wikidata: string | null; names: string[];
  reports: number; seen: Seen;
}
interface Merged { sources: Source[]; independent: number; process: string | null; confidence: number }
export interface Event extends Merged {
  id: string; type: string; mode: string | null; contexts: string[]; initiators: Party[]; recipients: Party[];
  place: Place | null; time: string | null; status: string; claimed: boolean; quad: string; conflicts: string[];
  fulfils: string | null; fulfilled_by: string | null; story: string | null;
}
export interface Statement extends Merged {
  id: string; speakers: Party[]; addressees: Party[]; kind: string; content: Span[]; via: string | null;
  time: string | null; place: Place | null; story: string | null;
}
export interface Position extends Merged {
  id: string; actor: Party; issue: string; stance: string; toward: Party | null; condition: string | null;
  seen: Seen; changes: string | null; changes_from: string | null;
}
export interface Proposal extends Merged {
  id: string; label: string; proposers: Party[]; addressees: Party[]; issues: string[]; status: string;
  life: { day: string | null; status: string; label: string | null; points: number | null; report: string }[];
}
export interface Conflict {
  id: string; event: string | null; proposal: string | null; about: string;
  values: { value: string; sources: Source[] }[]; story: string | null; process: string | null;
}
export interface Story {
  id: string; title: string | null; seen: Seen; reports: number; copies: number; languages: string[];
  parties: Party[]; places: Place[]; process: string | null;
}
export interface Process { id: string; title: string; parties: Party[]; seen: Seen; stories: number; reports: number }
export interface Relation { a: Party; b: Party; kind: string; sources: Source[] }
export interface Hit { report: Report; snippet: string; found: [number, number][] }
export interface Facets {
  counted: number; more: boolean; outlets: Record<string, number>; languages: Record<string, number>;
  months: Record<string, number>; processes: Record<string, number>;
}
export interface Found extends Listed<Hit> { facets: Facets | null }
export interface Corrected {
  id: number; at: string; by: string; note: string | null; change: string; undone_by: number | null; made: string | null;
  [more: string]: unknown;
}
export interface Who { name: string | null; scope: "read" | "write" | null; tokens: boolean }
export interface Totals { [kind: string]: number }
export interface Sources {
  reports: number; more: boolean;
  outlets: { name: string; domain: string | null; own: number; copies: number; copied: number; languages: string[] }[];
  copies: { from: string; of: string; reports: number; example: string }[];
}
