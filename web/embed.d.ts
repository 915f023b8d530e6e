// What <mfa-playground> is to the page around it. embed.js defines the element.

/** How one step of a scenario ends. */
export interface Ending {
  /** The step as written in the scenario. */
  text: string;
  /** How it ended, in a sentence. */
  outcome: string;
  /** The outcome in a word: "asked", "remembered", "not-asked", "refused", "denied", "skipped", "failed" or "done". */
  mark: string;
}

/** Where the embed stands: the selected step, from 1, and how it ends. */
export interface StepDetail extends Partial<Ending> {
  step: number;
  steps: number;
}

export interface ReadyDetail extends StepDetail {
  lesson?: string;
  title?: string;
  endings?: Ending[];
}

export interface OutcomeDetail extends StepDetail {
  /** How every step ends now. */
  endings?: Ending[];
  /** The steps, from 1, that end differently than before the edit. */
  changed?: number[];
}

export interface ProblemDetail {
  /** What is wrong: with a command, a scenario, a link, or the embed itself. */
  text: string;
}

export interface MfaPlaygroundEventMap {
  /** The embed has started and answers. */
  ready: CustomEvent<ReadyDetail>;
  /** Another step is selected. */
  step: CustomEvent<StepDetail>;
  /** The scenario was replayed, because something in it was changed. */
  outcome: CustomEvent<OutcomeDetail>;
  /** The lesson's goal is met, and was not before; of a scenario that is no lesson, all that it expects of its steps. */
  solved: CustomEvent<StepDetail>;
  /** Something cannot be done. */
  problem: CustomEvent<ProblemDetail>;
}

export declare class MfaPlaygroundElement extends HTMLElement {
  /** Fetches the program now; scrolling near does it otherwise. */
  start(): void;
  /** Shows another lesson, or a scenario given as text. */
  load(what: { lesson: string } | { scenario: string }): void;
  /** Selects a step, counted from 1. */
  goTo(step: number): void;
  /** Replaces the code of a rule or an action; without a name, of the one that is shown. */
  setCode(code: string, name?: string): void;

  addEventListener<K extends keyof MfaPlaygroundEventMap>(
    type: K,
    listener: (this: MfaPlaygroundElement, event: MfaPlaygroundEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

/** The attributes of <mfa-playground>; all can be left out. */
export interface MfaPlaygroundAttributes {
  /** The last part of a lesson's address. */
  lesson?: string;
  /** A link to a scenario, or the part of one behind "s=". Without it and without a lesson, the text of the element is the scenario. */
  scenario?: string;
  /** Which parts, in which order, with commas: code, tenant, stage, browser, display, inspector, time, goal, or one of the inspector's why, requests, cookies, tokens, logs, grid, search. */
  panels?: string;
  /** Of the panel "grid": the dimension of its rows, such as "protocol". */
  rows?: string;
  /** Of the panel "grid": the dimension of its columns, such as "cookie-age". */
  cols?: string;
  /** Of the panel "grid": what it is compared with. */
  versus?: "" | "baseline" | "original" | "kinds";
  /** The step to begin with, from 1. */
  step?: string | number;
  /** "auto" follows the page around. */
  theme?: "auto" | "light" | "dark";
  /** "auto", or a height in pixels or with its CSS unit. */
  height?: string | number;
  /** "off" leaves out the buttons to step, undo and restart. */
  controls?: "on" | "off";
  /** Readers can look around but change nothing. */
  readonly?: boolean | "" | "on" | "off";
  /** Never shows the tenant's panel. */
  "hide-tenant"?: boolean | "" | "on" | "off";
  /** The name of the frame, for screen readers. */
  title?: string;
  /** The playground speaks English: only a variant of it, such as "en-GB", is taken over; another language is a problem. */
  lang?: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "mfa-playground": MfaPlaygroundElement;
  }
}
