/** Native controls with their label, hint and mistake. */

import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { useId } from "preact/hooks";
import { say } from "../say.ts";

interface About {
  label: string;
  hint?: string;
  error?: string | undefined;
}

function Field({ label, hint, error, id, children }: About & { id: string; children: ComponentChildren }) {
  return (
    <div class={error ? "field field-bad" : "field"}>
      <label for={id}>{label}</label>
      {hint && <p class="hint" id={`${id}-hint`}>{hint}</p>}
      <FieldError id={id} error={error} />
      {children}
    </div>
  );
}

function FieldError({ id, error }: { id: string; error: string | undefined }) {
  return error ? <p class="field-error" id={`${id}-error`}><span class="out-of-sight">{say("mistake")} </span>{error}</p> : null;
}

function described(id: string, { hint, error }: About): string | undefined {
  return [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ") || undefined;
}

/** An input whose type is chosen while running; Preact types each type apart. */
export function Input(props: Record<string, unknown> & { onInput: (event: { currentTarget: HTMLInputElement }) => void }) {
  return <input {...(props as InputHTMLAttributes<HTMLInputElement>)} />;
}

interface Typed extends About {
  value: string;
  onInput: (value: string) => void;
  type?: "text" | "date" | "number" | "search" | "password";
  inputMode?: "numeric" | "decimal" | "text" | "search";
  autoComplete?: string;
  min?: string;
  max?: string;
  long?: boolean;
  name?: string;
}

export function TextField({ value, onInput, type = "text", long, inputMode, autoComplete = "off", min, max, name, ...about }: Typed) {
  const id = useId();
  const shared = { id, value, name, "aria-describedby": described(id, about), "aria-invalid": about.error ? true : undefined, autocomplete: autoComplete };
  return (
    <Field id={id} {...about}>
      {long
        ? <textarea {...shared} onInput={(event) => onInput(event.currentTarget.value)} />
        : <Input {...shared} type={type} inputMode={inputMode} min={min} max={max} onInput={(event) => onInput(event.currentTarget.value)} />}
    </Field>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function SelectField({ value, options, onInput, none, ...about }: About & { value: string; options: readonly Option[]; onInput: (value: string) => void; none?: string }) {
  const id = useId();
  return (
    <Field id={id} {...about}>
      <select id={id} value={value} aria-describedby={described(id, about)} aria-invalid={about.error ? true : undefined} onChange={(event) => onInput(event.currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {options.map((option) => <option key={option.value} value={option.value}>{option.label}</option>)}
      </select>
    </Field>
  );
}

/** One of several; `side` puts short ones beside each other. */
export function Radios({ value, options, onInput, side, ...about }: About & { value: string; options: readonly Option[]; onInput: (value: string) => void; side?: boolean }) {
  const id = useId();
  return (
    <fieldset class={about.error ? "field-bad" : undefined} aria-describedby={described(id, about)}>
      <legend>{about.label}</legend>
      {about.hint && <p class="hint" id={`${id}-hint`}>{about.hint}</p>}
      <FieldError id={id} error={about.error} />
      <div class={side ? "choice-side" : undefined}>
        {options.map((option) => (
          <label class="choice" key={option.value}>
            <input type="radio" name={id} value={option.value} checked={option.value === value} onChange={() => onInput(option.value)} />
            <span class="choice-text">{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Checks({ values, options, onInput, ...about }: About & { values: readonly string[]; options: readonly Option[]; onInput: (values: string[]) => void }) {
  const id = useId();
  const toggled = (value: string) => (values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  return (
    <fieldset class={about.error ? "field-bad" : undefined} aria-describedby={described(id, about)}>
      <legend>{about.label}</legend>
      {about.hint && <p class="hint" id={`${id}-hint`}>{about.hint}</p>}
      <FieldError id={id} error={about.error} />
      {options.map((option) => (
        <label class="choice" key={option.value}>
          <input type="checkbox" checked={values.includes(option.value)} onChange={() => onInput(toggled(option.value))} />
          <span class="choice-text">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
