/* What the office sends down, as docs/protocol.md §5.4 describes it. Bundles are immutable, so plain types are enough. */

export interface Both { zh: string; en: string | null }

export interface Assignment {
  assignment: string; campaign: string; visit: string; date: string;
  campaign_name: Both; unit: Both & { code: string; address: string }; team: Both; pseudonym: Both;
  hours: [string, string][] | null; day: 'workday' | 'rest';
  roster: string; checklists: string[]; codebook: string; second_look_minutes: number;
}

export interface Person {
  staff: string; name: string; en: string | null; dept: string; title: string; rank: string;
  post_kind: string; room: string; b_post: string | null; status: string;
}
export interface Roster { unit: string; people: Person[] }

export interface ChecklistItem { id: string; zh: string; en: string; violation: string | null }
export interface Checklist extends Both { id: string; version: string; source: string; example: boolean; items: ChecklistItem[] }

export interface Code {
  code: string; zh: string; en: string; category_zh: string; category_en: string; severity: number;
  fairness_zh: string; fairness_en: string; evidence_zh: string; evidence_en: string;
}
export interface Codebook { version: string; codes: Code[] }

export interface Question {
  question: string; finding: string; visit: string; text: string; asked_at: string;
  about: { type: 'observation' | 'mark' | 'seat' | 'checklist'; id: string };
}
