import type {ReactiveController, ReactiveControllerHost} from 'lit';

export interface FormValueOptions {
  readonly internals: ElementInternals;
  /** Returns what is wrong with a value; an empty object if it is valid. */
  flags(value: string): ValidityStateFlags;
  /** Returns the error message for these flags. */
  message(flags: ValidityStateFlags): string;
  /** The element at which the browser shows the message. */
  anchor(): HTMLElement | undefined;
}

/**
 * The text of a form-associated element, as its form and constraint validation see it (HTML 4.10.18 and 4.10.21). Only
 * `report()` shows the person an error. The error disappears once the text is valid.
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

  /** The element shows the person that the text is not valid. */
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

  /** The error message; '' if the value is valid. */
  get message(): string {
    const flags = this.#options.flags(this.#value);
    return isValid(flags) ? '' : this.#options.message(flags);
  }

  /** Gives value and validity to the form at once, because the same script may read them from the form. */
  submit(): void {
    const {internals} = this.#options;
    internals.setFormValue(this.#value);
    internals.setValidity(this.#options.flags(this.#value), this.message, this.#options.anchor());
  }

  check(): boolean {
    this.submit();
    return this.#options.internals.checkValidity();
  }

  /** Checks the text, and shows the person an error if it is not valid. */
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
