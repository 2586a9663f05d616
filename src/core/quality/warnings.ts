import type {CallWarning, WarningCause} from './call-warning.js';
import {InboundWatch, OutboundWatch} from './flow-watches.js';
import {Hysteresis, Smoothed, type Verdict} from './hysteresis.js';
import type {MediaFacts} from './media-facts.js';
import {MicrophoneWatch, type MicrophoneFacts} from './microphone-watch.js';
import type {RatedSample} from './quality-sample.js';

/** The facts by which the warnings of a call are judged. */
export interface Evidence extends RatedSample {
  readonly facts: MediaFacts;
  readonly microphone: MicrophoneFacts;
  /** The microphone is muted on purpose. */
  readonly muted: boolean;
  /** The far end's sound is switched off on purpose. */
  readonly deaf: boolean;
  /** We send a picture. */
  readonly video: boolean;
}

/** A problem found now, without the time since when it exists. */
export type Finding = Pick<CallWarning, 'kind' | 'direction' | 'cause'>;

interface Rule extends Omit<Finding, 'cause'> {
  /** Returns null if the present state is intended, whatever the figures say. */
  readonly judge: (evidence: Evidence) => Verdict | null;
  readonly cause: (evidence: Evidence) => WarningCause;
  /** How long the verdict must be bad, in milliseconds; default `PATIENCE`. */
  readonly patience?: () => number;
}

/** Milliseconds that a verdict must be bad for a warning, and good again for its end. */
const PATIENCE = 5_000;

// The limits at which a warning begins and ends. Loss: what concealment no longer hides, and what it hides. Round trip:
// twice the delay that people notice by ITU-T G.114. MOS: by G.109, some users are dissatisfied below 3.6 and many
// below 3.1.
const LOSS = [0.05, 0.02] as const;
const ROUND_TRIP = [400, 300] as const;
const MOS = [3.4, 3.6] as const;
/** Bits per second: for one Opus stream with its headers, and for a picture that shows details. */
const SOUND = [50_000, 75_000] as const;
const PICTURE = [200_000, 300_000] as const;

/** Finds the problems of a call, sample by sample. */
export class Warnings {
  #rules: readonly {readonly rule: Rule; readonly state: Hysteresis}[] = [];

  constructor() {
    this.reset();
  }

  /** Forgets all samples, because they say nothing about what follows. */
  reset(): void {
    this.#rules = makeRules().map((rule) => ({rule, state: new Hysteresis()}));
  }

  /** Takes the next sample and returns the problems of the call. */
  update(evidence: Evidence): Finding[] {
    return this.#rules.flatMap(({rule, state}) => {
      const verdict = rule.judge(evidence);
      const {kind, direction, cause, patience} = rule;
      if (verdict === null) state.reset();
      else state.update(verdict, evidence.facts.timestamp, patience?.() ?? PATIENCE, PATIENCE);
      return state.raised ? [{kind, direction, cause: cause(evidence)}] : [];
    });
  }
}

/** Makes rules for one call, because rules keep a state. */
function makeRules(): Rule[] {
  const microphone = new MicrophoneWatch();
  const inbound = new InboundWatch();
  const outbound = new OutboundWatch();
  const lost = {in: new Smoothed(), out: new Smoothed()};
  const mos = {in: new Smoothed(), out: new Smoothed()};
  return [
    {
      kind: 'no-microphone-sound',
      direction: 'outbound',
      judge: (evidence) => (evidence.muted ? null : microphone.judge(evidence.microphone)),
      cause: (evidence) => MicrophoneWatch.cause(evidence.microphone),
      patience: () => microphone.patience,
    },
    {
      kind: 'one-way-audio',
      direction: 'inbound',
      judge: ({deaf, facts}) => {
        const verdict = inbound.judge(facts);
        return deaf ? null : verdict;
      },
      cause: () => inbound.cause,
      patience: () => inbound.patience,
    },
    {
      kind: 'one-way-audio',
      direction: 'outbound',
      judge: ({muted, facts}) => {
        const verdict = outbound.judge(facts);
        return muted ? null : verdict;
      },
      cause: () => outbound.cause,
    },
    {
      kind: 'high-loss',
      direction: 'inbound',
      judge: ({deaf, sample}) => (deaf ? null : above(LOSS, lost.in.add(sample.inboundLoss))),
      cause: () => 'packets-lost',
    },
    {
      kind: 'high-loss',
      direction: 'outbound',
      judge: ({sample}) => above(LOSS, lost.out.add(sample.outboundLoss)),
      cause: () => 'packets-lost',
    },
    {
      kind: 'high-round-trip',
      direction: null,
      judge: ({sample}) => above(ROUND_TRIP, sample.rttMs),
      cause: () => 'long-delay',
    },
    {
      kind: 'low-mos',
      direction: 'inbound',
      judge: ({deaf, sample}) => (deaf ? null : below(MOS, mos.in.add(sample.mosEstimate))),
      cause: ({rating}) => worst(rating.in),
    },
    {
      kind: 'low-mos',
      direction: 'outbound',
      judge: ({sample}) => below(MOS, mos.out.add(sample.outboundMosEstimate)),
      cause: ({rating}) => worst(rating.out),
    },
    {
      kind: 'low-bandwidth',
      direction: 'outbound',
      judge: ({video, sample}) => below(video ? PICTURE : SOUND, sample.availableOutgoingBitrate),
      cause: () => 'slow-network',
    },
  ];
}

type Thresholds = readonly [raise: number, clear: number];

function above([raise, clear]: Thresholds, figure: number | null | undefined): Verdict {
  if (figure === null || figure === undefined) return undefined;
  if (figure > raise) return 'bad';
  return figure < clear ? 'good' : undefined;
}

function below([raise, clear]: Thresholds, figure: number | null | undefined): Verdict {
  if (figure === null || figure === undefined) return undefined;
  if (figure < raise) return 'bad';
  return figure > clear ? 'good' : undefined;
}

/** Returns the cause that lowers the rating most. */
function worst(rating: RatedSample['rating']['in']): WarningCause {
  return rating && rating.idd > rating.ieEff ? 'long-delay' : 'packets-lost';
}
