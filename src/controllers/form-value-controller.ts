import type {ReactiveController, ReactiveControllerHost} from 'lit';

export interface FormValueOptions {
  readonly internals: ElementInternals;
  /** What is wrong with a value; no flag if nothing is. */
  flags(value: string): ValidityStateFlags;
  /** The same in words. */
  message(flags: ValidityStateFlags): string;
  /** Where the browser shows the message of a form. */
  anchor(): HTMLElement | undefined;
}

/**
 * The text of a form-associated element, as its form and constraint validation see it (HTML 4.10.18 and 4.10.21). Whoever
 * types is told of an error only by `report()`, and no longer once they go on typing.
 */
export class FormValueController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #options: FormValueOptions;
  #value = '';
  #told = false;
  #disabled = false;

  constructor(host: ReactiveControllerHost & HTMLElement, options: FormValueOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  get value(): string {
    return this.#value;
  }

  set value(value: string) {
    this.#value = value;
    this.submit();
  }

  /** The person has been told that the text is not valid. */
  get told(): boolean {
    return this.#told;
  }

  set told(told: boolean) {
    if (told === this.#told) return;
    this.#told = told;
    this.#host.requestUpdate();
  }

  /** A `<fieldset disabled>` around the element disables it. */
  get disabled(): boolean {
    return this.#disabled;
  }

  set disabled(disabled: boolean) {
    this.#disabled = disabled;
    this.#host.requestUpdate();
  }

  /** The error in words; '' if there is none. */
  get message(): string {
    const flags = this.#options.flags(this.#value);
    return isValid(flags) ? '' : this.#options.message(flags);
  }

  /** Hands value and validity over to the form, at once: it may be asked for them in the same script. */
  submit(): void {
    const {internals} = this.#options;
    internals.setFormValue(this.#value);
    internals.setValidity(this.#options.flags(this.#value), this.message, this.#options.anchor());
  }

  check(): boolean {
    this.submit();
    return this.#options.internals.checkValidity();
  }

  /** Checks, and tells the person if the text is not valid. */
  report(): boolean {
    const valid = this.check();
    this.told = !valid;
    return valid;
  }

  hostUpdate(): void {
    if (isValid(this.#options.flags(this.#value))) this.#told = false;
  }

  hostUpdated(): void {
    this.submit();
  }
}

function isValid(flags: ValidityStateFlags): boolean {
  return Object.keys(flags).length === 0;
}
