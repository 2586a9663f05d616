import type {CallWarning, WarningCause} from './call-warning.js';
import {InboundWatch, OutboundWatch} from './flow-watches.js';
import {Hysteresis, Smoothed, type Verdict} from './hysteresis.js';
import type {MediaFacts} from './media-facts.js';
import {MicrophoneWatch, type MicrophoneFacts} from './microphone-watch.js';
import type {RatedSample} from './quality-sample.js';

/** All that the warnings of a call are judged by. */
export interface Evidence extends RatedSample {
  readonly facts: MediaFacts;
  readonly microphone: MicrophoneFacts;
  /** The microphone is silenced on purpose. */
  readonly muted: boolean;
  /** Nobody listens here, on purpose. */
  readonly deaf: boolean;
  /** We send a picture. */
  readonly video: boolean;
}

/** What is wrong now, before it is known since when. */
export type Finding = Pick<CallWarning, 'kind' | 'direction' | 'cause'>;

interface Rule extends Omit<Finding, 'cause'> {
  /** Null where nothing is wrong by intention, whatever the figures say. */
  readonly judge: (evidence: Evidence) => Verdict | null;
  readonly cause: (evidence: Evidence) => WarningCause;
  /** How long it must be bad, in milliseconds; `PATIENCE` if not said. */
  readonly patience?: () => number;
}

/** Milliseconds that things must be bad for a warning, and good again for its end. */
const PATIENCE = 5_000;

// Where a warning begins, and where it ends. Loss: what concealment does not hide any more, and what it does. Round trip:
// twice what ITU-T G.114 has people notice. MOS: G.109 has some dissatisfied below 3.6 and many below 3.1.
const LOSS = [0.05, 0.02] as const;
const ROUND_TRIP = [400, 300] as const;
const MOS = [3.4, 3.6] as const;
/** Bits per second: one Opus stream with its headers, and a picture in which something can be made out. */
const SOUND = [50_000, 75_000] as const;
const PICTURE = [200_000, 300_000] as const;

/** Finds out from one sample after the other what is wrong with a call. */
export class Warnings {
  #rules: readonly {readonly rule: Rule; readonly state: Hysteresis}[] = [];

  constructor() {
    this.reset();
  }

  /** Nothing that was is a measure of what comes. */
  reset(): void {
    this.#rules = makeRules().map((rule) => ({rule, state: new Hysteresis()}));
  }

  /** What is wrong after another sample. */
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

/** New ones for each call: they have a memory. */
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

/** What takes most off the rating. */
function worst(rating: RatedSample['rating']['in']): WarningCause {
  return rating && rating.idd > rating.ieEff ? 'long-delay' : 'packets-lost';
}
